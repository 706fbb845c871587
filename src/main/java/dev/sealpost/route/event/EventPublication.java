package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.event.Publisher;
import java.time.Clock;

/**
 * Dependencies of {@code to: event:}.
 *
 * @param hops maximum of routes that an event can pass through
 */
public record EventPublication(Publisher publisher, ApplicationDirectory applications, Clock clock, int hops) {}
