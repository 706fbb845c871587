/**
 * Ways in from outside: inbound webhooks and the JDBC outbox.
 */
@NullMarked
package dev.sealpost.source;

import org.jspecify.annotations.NullMarked;
