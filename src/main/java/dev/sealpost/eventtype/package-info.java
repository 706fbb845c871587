/**
 * Event types: descriptions, versions of their JSON Schema, and whether payloads have to fit it. In: event types from the API or from
 * an OpenAPI document. Out: what is wrong with an event, and examples.
 */
@NullMarked
package dev.sealpost.eventtype;

import org.jspecify.annotations.NullMarked;
