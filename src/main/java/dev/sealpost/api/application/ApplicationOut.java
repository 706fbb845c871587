package dev.sealpost.api.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.application.Application;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An application as the API shows it.
 *
 * @param broken what of its stored row cannot be read; absent when all can
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ApplicationOut(
        String id,
        Optional<String> uid,
        String name,
        Map<String, String> metadata,
        Optional<Integer> throttleRate,
        boolean paused,
        Optional<String> broken,
        Instant createdAt,
        Instant updatedAt) {

    static ApplicationOut of(Application application) {
        return new ApplicationOut(
                application.id().value(),
                application.profile().uid(),
                application.profile().name(),
                application.profile().metadata(),
                application.profile().throttleRate(),
                application.paused(),
                application.broken(),
                application.lifetime().createdAt(),
                application.lifetime().updatedAt());
    }
}
