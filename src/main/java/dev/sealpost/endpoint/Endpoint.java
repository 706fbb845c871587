package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.signature.SigningSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A URL of an application that wants events. */
public record Endpoint(EndpointId id, ApplicationId application, Receiver receiver, Filter filter, Profile profile) {

    /**
     * Where deliveries go and what signs them.
     *
     * @param secret empty when what is stored cannot be read with the key in use
     */
    public record Receiver(OutboundUrl url, Optional<SigningSecret> secret) {}

    /**
     * What it wants.
     *
     * @param eventTypes empty: every type
     * @param channels empty: every channel
     */
    public record Filter(List<EventTypePattern> eventTypes, List<String> channels) {

        public static final Filter EVERYTHING = new Filter(List.of(), List.of());

        public Filter {
            eventTypes = List.copyOf(eventTypes);
            channels = List.copyOf(channels);
        }
    }

    /**
     * What users keep with it.
     *
     * @param uid their own id for it, unique in the application
     * @param throttleRate deliveries a second; kept, not yet enforced
     */
    public record Profile(
            Optional<String> uid,
            String description,
            Map<String, String> metadata,
            Optional<Integer> throttleRate,
            Status status) {

        public Profile {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Whether it gets events, and since when it is there. */
    public record Status(boolean disabled, Instant createdAt, Instant updatedAt) {}

    public boolean disabled() {
        return profile.status().disabled();
    }
}
