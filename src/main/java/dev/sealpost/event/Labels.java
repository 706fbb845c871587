package dev.sealpost.event;

import java.util.List;
import java.util.Optional;

/**
 * Labels by which events are found.
 *
 * @param uid id chosen by the producer ({@code eventId} in the API)
 * @param channels channels; an endpoint with channels receives only their events
 * @param tags tags; an endpoint with tags receives only their events
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
