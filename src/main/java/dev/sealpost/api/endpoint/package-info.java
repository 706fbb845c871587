/**
 * Endpoints over HTTP, with their policies, statistics and circuit breakers.
 */
@NullMarked
package dev.sealpost.api.endpoint;

import org.jspecify.annotations.NullMarked;
