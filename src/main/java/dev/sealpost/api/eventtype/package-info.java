/** Event types in the API. In: requests. Out: event types, and examples of their payloads. */
@NullMarked
package dev.sealpost.api.eventtype;

import org.jspecify.annotations.NullMarked;
