/** The command line. In: the arguments of the process. Out: output and an exit code, or the start of a node. */
@NullMarked
package dev.sealpost.command;

import org.jspecify.annotations.NullMarked;
