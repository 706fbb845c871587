/**
 * One event owed to one destination, until settled. In: events from the broker and rows that are due. Out: attempts asked
 * for, their outcomes recorded in batches, acknowledgements after the commit.
 */
@NullMarked
package dev.sealpost.delivery;

import org.jspecify.annotations.NullMarked;
