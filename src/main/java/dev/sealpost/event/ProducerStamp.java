package dev.sealpost.event;

/**
 * What a publishing node writes on each event, so that a gap names what was lost.
 *
 * @param run the node's start
 * @param sequence 1, 2, 3 … in that run
 */
public record ProducerStamp(String run, long sequence) {}
