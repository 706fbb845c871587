/**
 * Outbound HTTP, opened by this package only. In: a request and its limits. Out: an answer of bounded size in bounded time,
 * never from a blocked address.
 */
@NullMarked
package dev.sealpost.egress;

import org.jspecify.annotations.NullMarked;
