/** Messages over HTTP: posted and stored events. */
@NullMarked
package dev.sealpost.api.message;

import org.jspecify.annotations.NullMarked;
