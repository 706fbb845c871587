/**
 * What an event is. In: bytes with a type, from any producer. Out: an {@code Event} whose id and payload never change
 * again.
 */
@NullMarked
package dev.sealpost.event;

import org.jspecify.annotations.NullMarked;
