package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.Publisher;
import dev.sealpost.operational.Notice.Headline;
import dev.sealpost.operational.Notice.NoticeSubject;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Publishes a notice as an event. */
final class PublishNotice {

    private final Publisher publisher;
    private final Supplier<ApplicationId> application;
    private final Uids uids;

    /** Uids of applications and endpoints; empty when they have none or are deleted. */
    interface Uids {

        Optional<String> of(ApplicationId application);

        Optional<String> of(DestinationId destination);
    }

    /** @param application returns the application of the events, creating it if necessary */
    PublishNotice(Publisher publisher, Supplier<ApplicationId> application, Uids uids) {
        this.publisher = publisher;
        this.application = application;
        this.uids = uids;
    }

    /**
     * Publishes a notice. The same notice has the same event id, so that repetitions are one event.
     *
     * @throws dev.sealpost.event.IngestRefusedException when the event cannot be stored now
     */
    void publish(Notice notice) {
        if (notice.holds().getAsBoolean()) {
            Headline headline = notice.headline();
            publisher.publish(new Event(
                    headline.id(),
                    application.get(),
                    headline.time(),
                    headline.kind().labels(),
                    Content.json(payload(notice).toString().getBytes(StandardCharsets.UTF_8))));
        }
    }

    private ObjectNode payload(Notice notice) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        NoticeSubject subject = notice.subject();
        subject.application().ifPresent(id -> {
            data.put("appId", id.value());
            uids.of(id).ifPresent(uid -> data.put("appUid", uid));
        });
        data.put("endpointId", subject.destination().value());
        uids.of(subject.destination()).ifPresent(uid -> data.put("endpointUid", uid));
        data.setAll(notice.details());
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", notice.headline().kind().type().name())
                .put("timestamp", notice.headline().time().toString())
                .set("data", data);
    }
}
