/**
 * The demo, in the profile {@code demo}. In: nothing. Out: events, an inbox that verifies them, and sandboxes that
 * answer as the vendors document.
 */
@NullMarked
package dev.sealpost.demo;

import org.jspecify.annotations.NullMarked;
