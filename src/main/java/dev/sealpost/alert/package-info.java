/**
 * Tells operators when something is wrong. In: rules of the configuration, what deliveries and the disk look like. Out: the
 * events {@code sealpost.alert.fired} and {@code sealpost.alert.resolved}, once each.
 */
@NullMarked
package dev.sealpost.alert;

import org.jspecify.annotations.NullMarked;
