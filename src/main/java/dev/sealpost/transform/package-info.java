/**
 * Transformations: customers' code that changes the requests to an endpoint. In: code and the request of an attempt. Out: the changed
 * request, or why there is none, within bounded time and memory.
 */
@NullMarked
package dev.sealpost.transform;

import org.jspecify.annotations.NullMarked;
