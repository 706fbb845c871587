/**
 * Access of the node to its broker: inside the process to the embedded one, through a client to an external one. In: messages to
 * send. Out: confirmation that each is stored; the messages of a queue, each redelivered until it is acknowledged; large bodies in
 * files.
 */
@NullMarked
package dev.sealpost.broker.message;

import org.jspecify.annotations.NullMarked;
