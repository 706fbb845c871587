/**
 * Events as JSON, as CloudEvents 1.0 and as messages of the broker. In: bytes of any producer. Out: an {@code Event}, or what is
 * wrong with the bytes and where; an event as a message that can be read again.
 */
@NullMarked
package dev.sealpost.event.message;

import org.jspecify.annotations.NullMarked;
