/**
 * Hardening of the Camel context for untrusted route files: guards of URIs and headers, secrets, exact numbers, failure logs.
 */
@NullMarked
package dev.sealpost.route.camel;

import org.jspecify.annotations.NullMarked;
