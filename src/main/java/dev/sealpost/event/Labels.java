package dev.sealpost.event;

import java.util.List;
import java.util.Optional;

/**
 * What an event is found by.
 *
 * @param uid the producer's own id for it ({@code eventId} in the API)
 * @param channels an endpoint with channels gets the events of those only
 */
public record Labels(EventType type, Optional<String> uid, List<String> channels, List<String> tags) {

    public Labels {
        channels = List.copyOf(channels);
        tags = List.copyOf(tags);
    }

    public static Labels of(EventType type) {
        return new Labels(type, Optional.empty(), List.of(), List.of());
    }
}
