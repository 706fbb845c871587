/**
 * Formatting of the log. In: log events of this process, including libraries. Out: one line for each event, safe
 * against forged lines and keys.
 */
@NullMarked
package dev.sealpost.log;

import org.jspecify.annotations.NullMarked;
