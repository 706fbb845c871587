/**
 * The demo of the profile {@code demo}. In: nothing. Out: events, an inbox that verifies them, and a sandbox that answers as the
 * vendors document.
 */
@NullMarked
package dev.sealpost.demo;

import org.jspecify.annotations.NullMarked;
