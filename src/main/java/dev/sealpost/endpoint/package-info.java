/**
 * Endpoints of applications: URL, event types, secret, status, policy. In: settings by users. Out: the endpoint with its
 * effective policy, from memory, and its changes as {@link dev.sealpost.endpoint.EndpointEvent}s.
 */
@NullMarked
package dev.sealpost.endpoint;

import org.jspecify.annotations.NullMarked;
