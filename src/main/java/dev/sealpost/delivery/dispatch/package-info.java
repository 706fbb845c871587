/**
 * Moves events through this node: intake, delivery loop, attempts, leases of due rows, shutdown. The one place where gate,
 * recorder and broker meet.
 */
@NullMarked
package dev.sealpost.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
