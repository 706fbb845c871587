package dev.sealpost.delivery.dispatch;

import java.time.Duration;

/**
 * Work that is done again and again from when destinations are ready until deliveries stop, on a thread of its own.
 *
 * @param interval from the end of a step to the next
 */
record DeliveryWork(String name, Duration interval, Runnable step) {}
