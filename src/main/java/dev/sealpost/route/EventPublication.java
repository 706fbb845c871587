package dev.sealpost.route;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.event.Publisher;
import java.time.Clock;

/**
 * What {@code to: event:} works with.
 *
 * @param hops through how many routes an event may come
 */
record EventPublication(Publisher publisher, ApplicationDirectory applications, Clock clock, int hops) {}
