package dev.sealpost.delivery.dispatch;

import java.time.Duration;

/**
 * Periodic work on its own thread, from when destinations are ready until deliveries stop.
 *
 * @param interval pause between two steps
 */
record DeliveryWork(String name, Duration interval, Runnable step) {}
