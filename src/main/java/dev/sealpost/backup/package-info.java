/**
 * Backups of the data directory. In: a running node, or a backup. Out: a consistent backup, or a restored data
 * directory.
 */
@NullMarked
package dev.sealpost.backup;

import org.jspecify.annotations.NullMarked;
