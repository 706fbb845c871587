/**
 * Crash and isolation scenarios. The application runs as a process of its own and is touched only from outside: its
 * environment, its REST API, its broker ports, a signal, and its database file once it has stopped.
 */
@NullMarked
package dev.sealpost.scenario;

import org.jspecify.annotations.NullMarked;
