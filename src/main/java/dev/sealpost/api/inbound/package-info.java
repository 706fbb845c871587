/**
 * Webhooks of vendors, verified and turned into events.
 */
@NullMarked
package dev.sealpost.api.inbound;

import org.jspecify.annotations.NullMarked;
