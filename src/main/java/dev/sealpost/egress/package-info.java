/**
 * The only code that opens outbound HTTP. In: a request and its limits. Out: an answer of bounded size in bounded time,
 * never from an address that may not be reached.
 */
@NullMarked
package dev.sealpost.egress;

import org.jspecify.annotations.NullMarked;
