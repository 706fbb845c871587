/**
 * Endpoints of applications: URL, event types, secret, status, policy. In: what a user sets. Out: the endpoint with the policy
 * that holds for it, from memory, and what happens to it as {@link dev.sealpost.endpoint.EndpointEvent}s.
 */
@NullMarked
package dev.sealpost.endpoint;

import org.jspecify.annotations.NullMarked;
