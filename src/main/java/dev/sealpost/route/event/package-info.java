/**
 * The Camel component {@code event:}. In: events for routes, and exchanges that become events. Out: runs of routes and their
 * outcomes.
 */
@NullMarked
package dev.sealpost.route.event;

import org.jspecify.annotations.NullMarked;
