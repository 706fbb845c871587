/**
 * Inbound webhooks of providers such as Stripe or GitHub. In: a request, and the signature scheme of its source. Out: a
 * verification failure, or events whose id is stable across repeats.
 */
@NullMarked
package dev.sealpost.source.webhook;

import org.jspecify.annotations.NullMarked;
