/** Commands {@code connector …}. In: arguments. Out: connected accounts. */
@NullMarked
package dev.sealpost.connector.command;

import org.jspecify.annotations.NullMarked;
