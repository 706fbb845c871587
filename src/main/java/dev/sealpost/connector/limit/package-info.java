/** Pauses that vendors ask for, by credential. */
@NullMarked
package dev.sealpost.connector.limit;

import org.jspecify.annotations.NullMarked;
