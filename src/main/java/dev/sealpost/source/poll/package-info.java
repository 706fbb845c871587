/**
 * Polls of outbox tables and of lists of an API, each run by one node at a time. In: rows and pages. Out: events whose id is
 * stable across repeats, and a cursor that moves once they are stored.
 */
@NullMarked
package dev.sealpost.source.poll;

import org.jspecify.annotations.NullMarked;
