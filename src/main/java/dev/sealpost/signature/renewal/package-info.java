/**
 * Encryption of stored secrets with a new key. In: tables with encrypted columns, and a cipher with previous keys. Out: the same
 * secrets, encrypted with the current key.
 */
@NullMarked
package dev.sealpost.signature.renewal;

import org.jspecify.annotations.NullMarked;
