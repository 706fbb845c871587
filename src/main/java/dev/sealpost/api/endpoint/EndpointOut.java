package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.endpoint.DisableReason;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.PolicyJson;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.request.RequestOptionsJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Endpoint in an answer; {@code filterTypes} and {@code rateLimit} are aliases for older clients.
 *
 * @param policy overrides of the configured policy
 * @param effectivePolicy the complete policy in effect
 * @param request format, encryption and authentication of requests
 * @param classicSignature further signature, without its secret
 * @param broken why the stored row is unusable and nothing can be sent; absent if it is valid
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EndpointOut(
        String id,
        Optional<String> uid,
        String url,
        String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> eventTypes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> filterTypes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> channels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
        Map<String, String> metadata,
        Optional<Integer> throttleRate,
        Optional<Integer> rateLimit,
        JsonNode policy,
        JsonNode effectivePolicy,
        JsonNode request,
        Optional<JsonNode> classicSignature,
        boolean disabled,
        Optional<String> disabledReason,
        boolean paused,
        Optional<String> broken,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    static EndpointOut of(Endpoint endpoint) {
        Endpoint.Profile profile = endpoint.profile();
        List<String> types = endpoint.filter().eventTypes().stream()
                .map(EventTypePattern::expression)
                .toList();
        PolicyOverride override = profile.policy().override();
        Optional<Integer> throttleRate = override.load().wholeRate();
        return new EndpointOut(
                endpoint.id().value(),
                profile.uid(),
                endpoint.receiver().url().value(),
                profile.description(),
                types,
                types,
                endpoint.filter().channels(),
                endpoint.filter().tags(),
                profile.metadata(),
                throttleRate,
                throttleRate,
                PolicyJson.write(override),
                PolicyJson.write(PolicyOverride.of(profile.policy().effective())),
                RequestOptionsJson.write(endpoint.receiver().request()),
                endpoint.receiver().signing().classic().map(ClassicSignatureIn::show),
                profile.status().disabled(),
                profile.status().disabledReason().map(DisableReason::word),
                profile.status().paused(),
                endpoint.broken(),
                1,
                profile.status().createdAt(),
                profile.status().updatedAt());
    }
}
