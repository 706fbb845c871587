/**
 * Standard Webhooks signatures, the schemes of other providers as data, and the sealing of secrets. In: a secret, an id, a time
 * and bytes. Out: a signature, or what is wrong with one.
 */
@NullMarked
package dev.sealpost.signature;

import org.jspecify.annotations.NullMarked;
