/**
 * Checks of what clients send to the embedded broker over AMQP, MQTT, STOMP and Core. In: messages and settings of strangers.
 * Out: messages that the node can read, a reason on those that it must park, and refusals of all others.
 */
@NullMarked
package dev.sealpost.broker.guard;

import org.jspecify.annotations.NullMarked;
