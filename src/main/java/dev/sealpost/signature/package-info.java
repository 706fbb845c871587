/**
 * Standard Webhooks signatures, signature schemes of other providers as data, and encryption of stored secrets. In: a secret,
 * an id, a time and bytes. Out: a signature, or a verification failure.
 */
@NullMarked
package dev.sealpost.signature;

import org.jspecify.annotations.NullMarked;
