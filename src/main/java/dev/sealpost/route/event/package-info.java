/**
 * The Camel component {@code event:}. In: events for routes, and exchanges that become events. Out: runs of routes and
 * what came of them.
 */
@NullMarked
package dev.sealpost.route.event;

import org.jspecify.annotations.NullMarked;
