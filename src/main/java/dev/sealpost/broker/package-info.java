/**
 * Apache Artemis, embedded or shared by nodes. In: messages to store. Out: stored messages, redelivered until each is
 * acknowledged.
 */
@NullMarked
package dev.sealpost.broker;

import org.jspecify.annotations.NullMarked;
