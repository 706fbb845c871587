package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.event.Publisher;
import java.time.Clock;

/**
 * What {@code to: event:} works with.
 *
 * @param hops through how many routes an event may come
 */
public record EventPublication(Publisher publisher, ApplicationDirectory applications, Clock clock, int hops) {}
