/**
 * Endpoints of applications: URL, event types, secret, status. In: what a user sets. Out: the endpoint, from memory.
 */
@NullMarked
package dev.sealpost.endpoint;

import org.jspecify.annotations.NullMarked;
