/**
 * How log lines are written. In: what any part of this process logs, libraries included. Out: one line for each thing that
 * happens, in which nobody's text can pass for another line or another key.
 */
@NullMarked
package dev.sealpost.log;

import org.jspecify.annotations.NullMarked;
