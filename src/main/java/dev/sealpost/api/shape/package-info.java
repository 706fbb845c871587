/**
 * Declared shapes of request bodies: one table of members for each, from which bodies are read, checked and described.
 */
@NullMarked
package dev.sealpost.api.shape;

import org.jspecify.annotations.NullMarked;
