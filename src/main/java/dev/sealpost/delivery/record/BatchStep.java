package dev.sealpost.delivery.record;

import dev.sealpost.delivery.BatchKey;

/**
 * Step of a delivery from one attempt of a batch to the next.
 *
 * @param in batch in which it was attempted
 * @param next batch in which it is attempted next, if it is
 */
record BatchStep(BatchKey in, BatchKey next) {}
