/**
 * Notifies operators about endpoints and deliveries. In: committed changes of both. Out: events of the operators'
 * application, if it has subscribers.
 */
@NullMarked
package dev.sealpost.operational;

import org.jspecify.annotations.NullMarked;
