/**
 * Copies of the data directory. In: a running node, or a backup. Out: a backup as of one moment, or a data directory made from
 * one.
 */
@NullMarked
package dev.sealpost.backup;

import org.jspecify.annotations.NullMarked;
