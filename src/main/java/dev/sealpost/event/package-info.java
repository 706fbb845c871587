/**
 * The event, its content and its publication. In: bytes with a type, from any producer. Out: an {@code Event} whose id and
 * payload never change.
 */
@NullMarked
package dev.sealpost.event;

import org.jspecify.annotations.NullMarked;
