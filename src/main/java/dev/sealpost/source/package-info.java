/**
 * Ways in that follow the rules of somebody else's system, such as the webhooks of Stripe or GitHub. In: what such a system sends,
 * and how it signs it. Out: what is wrong with it, or the events that it means, with an id that stays the same in a repeat.
 */
@NullMarked
package dev.sealpost.source;

import org.jspecify.annotations.NullMarked;
