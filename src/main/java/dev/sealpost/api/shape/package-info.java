/**
 * Declared shapes of bodies and parameters: one table of members for each, from which they are read, checked and described.
 */
@NullMarked
package dev.sealpost.api.shape;

import org.jspecify.annotations.NullMarked;
