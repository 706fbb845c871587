/**
 * Applications over HTTP.
 */
@NullMarked
package dev.sealpost.api.application;

import org.jspecify.annotations.NullMarked;
