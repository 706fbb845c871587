package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.operational.Notice.Headline;
import dev.sealpost.operational.Notice.NoticeSubject;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.Optional;

/** Makes notices for tests. */
final class Notices {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private Notices() {}

    static Notice about(String id, boolean holds) {
        return new Notice(
                new Headline(new EventId(id), NoticeKind.ENDPOINT_DISABLED, NOW),
                new NoticeSubject(Optional.of(new ApplicationId("app_shop")), new DestinationId("ep_1")),
                JsonNodeFactory.instance.objectNode().put("reason", "gone"),
                () -> holds);
    }
}
