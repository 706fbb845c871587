package dev.sealpost.api.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.application.Application;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Application in an answer.
 *
 * @param broken why the stored row is unreadable; absent if it is valid
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ApplicationOut(
        String id,
        Optional<String> uid,
        String name,
        Map<String, String> metadata,
        Optional<Integer> throttleRate,
        String unknownEventTypes,
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
                application.profile().unknownTypes().word(),
                application.paused(),
                application.broken(),
                application.lifetime().createdAt(),
                application.lifetime().updatedAt());
    }
}
