/**
 * The demo, in the profile {@code demo}. In: nothing. Out: events, an inbox that verifies them, and vendors
 * that accept every call.
 */
@NullMarked
package dev.sealpost.demo;

import org.jspecify.annotations.NullMarked;
