/**
 * Commands {@code check} and {@code try}.
 */
@NullMarked
package dev.sealpost.route.command;

import org.jspecify.annotations.NullMarked;
