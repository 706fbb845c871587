/**
 * Data synchronisation: the map of ids between systems, and the decision whether a change of one system is written to another.
 * In: changed records of a source. Out: what to do with each, so that echoes end and deleted records stay deleted.
 */
@NullMarked
package dev.sealpost.source.sync;

import org.jspecify.annotations.NullMarked;
