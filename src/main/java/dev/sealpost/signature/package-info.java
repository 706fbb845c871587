/**
 * Standard Webhooks signatures, and the sealing of secrets. In: a secret, an id, a time and bytes. Out: a signature, or
 * whether one is right.
 */
@NullMarked
package dev.sealpost.signature;

import org.jspecify.annotations.NullMarked;
