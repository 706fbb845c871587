package dev.sealpost.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.EventTypePattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An endpoint as the API shows it; {@code filterTypes} and {@code rateLimit} are what older clients read. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EndpointOut(
        String id,
        Optional<String> uid,
        String url,
        String description,
        Optional<List<String>> eventTypes,
        Optional<List<String>> filterTypes,
        Optional<List<String>> channels,
        Map<String, String> metadata,
        Optional<Integer> throttleRate,
        Optional<Integer> rateLimit,
        boolean disabled,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    /** The secret, for the one request that asks for it. */
    record Secret(String key) {}

    static EndpointOut of(Endpoint endpoint) {
        Endpoint.Profile profile = endpoint.profile();
        Optional<List<String>> types = listed(endpoint.filter().eventTypes().stream()
                .map(EventTypePattern::expression)
                .toList());
        return new EndpointOut(
                endpoint.id().value(),
                profile.uid(),
                endpoint.receiver().url().value(),
                profile.description(),
                types,
                types,
                listed(endpoint.filter().channels()),
                profile.metadata(),
                profile.throttleRate(),
                profile.throttleRate(),
                profile.status().disabled(),
                1,
                profile.status().createdAt(),
                profile.status().updatedAt());
    }

    private static Optional<List<String>> listed(List<String> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }
}
