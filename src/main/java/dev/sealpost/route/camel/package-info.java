/**
 * Prepares a Camel context for files of strangers: guards of URIs and headers, secrets, exact numbers, failures in the
 * log.
 */
@NullMarked
package dev.sealpost.route.camel;

import org.jspecify.annotations.NullMarked;
