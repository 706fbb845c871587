/**
 * The command line. In: the arguments of the process. Out: an answer and an exit code, or the settings that a node starts
 * with.
 */
@NullMarked
package dev.sealpost.command;

import org.jspecify.annotations.NullMarked;
