/**
 * The process and its folders. In: two folder settings. Out: the locked data directory, secrets in owner-only files,
 * background work, and the handling of fatal errors.
 */
@NullMarked
package dev.sealpost.node;

import org.jspecify.annotations.NullMarked;
