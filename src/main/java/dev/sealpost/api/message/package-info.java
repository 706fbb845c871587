/**
 * Messages over HTTP: events that come in, and what is kept of them.
 */
@NullMarked
package dev.sealpost.api.message;

import org.jspecify.annotations.NullMarked;
