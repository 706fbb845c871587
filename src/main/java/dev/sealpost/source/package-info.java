/**
 * Sources of events in the format of another system: webhooks of Stripe or GitHub, outbox tables, lists of an API. In:
 * requests, rows and pages, and the signature scheme. Out: a verification failure, or events whose id is stable across repeats.
 */
@NullMarked
package dev.sealpost.source;

import org.jspecify.annotations.NullMarked;
