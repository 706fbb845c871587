package dev.sealpost.operational;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Event;
import dev.sealpost.event.Publisher;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishNoticeTest {

    private static final ApplicationId OPERATORS = new ApplicationId("app_operators");

    private final List<Event> published = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private final PublishNotice publish = new PublishNotice(new ListPublisher(), this::operators, new FixedUids());

    private ApplicationId operators() {
        made.add("made");
        return OPERATORS;
    }

    private final class ListPublisher implements Publisher {

        @Override
        public void publish(Event event) {
            published.add(event);
        }
    }

    private static final class FixedUids implements PublishNotice.Uids {

        @Override
        public Optional<String> of(ApplicationId application) {
            return Optional.of("shop");
        }

        @Override
        public Optional<String> of(DestinationId destination) {
            return Optional.empty();
        }
    }

    @Test
    void saysWhatHappenedToWhom() {
        publish.publish(Notices.about("event-1", true));

        Event event = published.getFirst();
        assertThat(event.id().value()).isEqualTo("event-1");
        assertThat(event.application()).isEqualTo(OPERATORS);
        assertThat(event.time()).isEqualTo(Notices.NOW);
        assertThat(event.type().name()).isEqualTo("endpoint.disabled");
        assertThat(new String(event.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"endpoint.disabled\",\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"data\":"
                        + "{\"appId\":\"app_shop\",\"appUid\":\"shop\",\"endpointId\":\"ep_1\",\"reason\":\"gone\"}}");
    }

    @Test
    void publishesNothingAndMakesNoApplicationWhenItDoesNotHold() {
        publish.publish(Notices.about("event-1", false));

        assertThat(published).isEmpty();
        assertThat(made).isEmpty();
    }
}
