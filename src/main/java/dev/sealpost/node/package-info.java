/**
 * Where Sealpost lives on disk. In: two folder settings. Out: the folders, a lock on the data, and secrets in files that
 * only their owner can read.
 */
@NullMarked
package dev.sealpost.node;

import org.jspecify.annotations.NullMarked;
