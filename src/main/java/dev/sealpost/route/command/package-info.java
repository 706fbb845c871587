/**
 * Commands {@code check} and {@code try}, which need no node, and {@code deploy} and {@code deployments}, which call one.
 */
@NullMarked
package dev.sealpost.route.command;

import org.jspecify.annotations.NullMarked;
