package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.Publisher;
import dev.sealpost.operational.Notice.Headline;
import dev.sealpost.operational.Notice.Subject;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Publishes the event that tells operators. */
final class PublishNotice {

    private final Publisher publisher;
    private final Supplier<ApplicationId> application;
    private final Uids uids;

    /** What people call applications and endpoints; empty where they do not, or what is asked for is deleted. */
    interface Uids {

        Optional<String> of(ApplicationId application);

        Optional<String> of(DestinationId destination);
    }

    /** @param application whose events these are, made if need be */
    PublishNotice(Publisher publisher, Supplier<ApplicationId> application, Uids uids) {
        this.publisher = publisher;
        this.application = application;
        this.uids = uids;
    }

    /**
     * The same notice gives the same event, so that it is one event however often it is published.
     *
     * @throws dev.sealpost.event.IngestRefusedException when it cannot be kept now
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
        Subject subject = notice.subject();
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
