/**
 * The node as a client of its broker, embedded or external. In: messages to send. Out: confirmation that each is stored; the
 * messages of a queue, each redelivered until it is acknowledged; large bodies in files.
 */
@NullMarked
package dev.sealpost.broker.message;

import org.jspecify.annotations.NullMarked;
