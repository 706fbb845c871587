package dev.sealpost.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.application.Application;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An application as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ApplicationOut(
        String id,
        Optional<String> uid,
        String name,
        Map<String, String> metadata,
        Optional<Integer> throttleRate,
        boolean paused,
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
                application.lifetime().createdAt(),
                application.lifetime().updatedAt());
    }
}
