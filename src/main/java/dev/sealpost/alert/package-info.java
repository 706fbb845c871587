/**
 * Alerts operators. In: configured rules, state of deliveries and disk. Out: the events {@code sealpost.alert.fired} and
 * {@code sealpost.alert.resolved}, once per change.
 */
@NullMarked
package dev.sealpost.alert;

import org.jspecify.annotations.NullMarked;
