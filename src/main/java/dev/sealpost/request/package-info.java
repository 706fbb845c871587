/**
 * The request of an event to an endpoint, beside its URL and its signature: payload format, encryption, and authentication. In: an
 * event and the options of an endpoint. Out: the bytes and headers to send, as plain values.
 */
@NullMarked
package dev.sealpost.request;

import org.jspecify.annotations.NullMarked;
