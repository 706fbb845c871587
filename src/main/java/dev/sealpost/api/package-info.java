/**
 * The REST API in Svix's shapes. In: JSON over HTTP. Out: JSON, or one shape of error.
 */
@NullMarked
package dev.sealpost.api;

import org.jspecify.annotations.NullMarked;
