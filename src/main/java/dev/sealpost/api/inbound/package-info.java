/** Inbound webhooks, verified and converted to events. */
@NullMarked
package dev.sealpost.api.inbound;

import org.jspecify.annotations.NullMarked;
