package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.event.MessageProperties;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindApplicationOfEventTest {

    private static final ApplicationId ID = new ApplicationId("app_2Zxxxxxxxxxxxxxxxxxxxxxxxxx");
    private static final String STRUCTURED = """
            {"specversion": "1.0", "data": {"sealpostapplication": "other"}, "tags": ["a"], "sealpostapplication": "shop"}""";

    private final FindApplicationOfEvent find = new FindApplicationOfEvent(new ApplicationDirectory() {
        @Override
        public Optional<ApplicationId> find(String idOrUid) {
            return idOrUid.equals("shop") || idOrUid.equals(ID.value()) ? Optional.of(ID) : Optional.empty();
        }
    });

    private static FakeMessage aMessage() {
        return new FakeMessage(1);
    }

    private void isFound(ReceivedMessage message) {
        assertThat(find.of(message)).contains(ID.value());
    }

    @Test
    void findsTheSameApplicationByIdAndByUid() {
        isFound(aMessage().with(MessageProperties.TYPE, "a").with(MessageProperties.APPLICATION, "shop"));
        isFound(aMessage().with(MessageProperties.TYPE, "a").with(MessageProperties.APPLICATION, ID.value()));
    }

    @Test
    void findsTheApplicationOfACloudEvent() {
        isFound(aMessage().with("cloudEvents_specversion", "1.0").with("cloudEvents_sealpostapplication", "shop"));
        isFound(aMessage().with("specversion", "1.0").with(MessageProperties.APPLICATION, "shop"));
        isFound(aMessage().withBody(STRUCTURED));
        isFound(aMessage()
                .with(ReceivedMessage.CONTENT_TYPE, "x")
                .with(MessageProperties.CONTENT_TYPE, "application/cloudevents+json")
                .withBody(STRUCTURED));
        isFound(aMessage()
                .with(MessageProperties.CONTENT_TYPE, "application/cloudevents+json")
                .with(MessageProperties.APPLICATION, "shop")
                .withBody("{\"specversion\": \"1.0\"}"));
    }

    @Test
    void findsNoneThatDoesNotExistOrIsNotNamed() {
        assertThat(find.of(aMessage().with(MessageProperties.TYPE, "a").with(MessageProperties.APPLICATION, "x")))
                .isEmpty();
        assertThat(find.of(aMessage().with(MessageProperties.TYPE, "a"))).isEmpty();
        assertThat(find.of(aMessage().withBody("{\"sealpostapplication\": "))).isEmpty();
        assertThat(find.of(aMessage().withBody("[]"))).isEmpty();
        assertThat(find.of(aMessage().withBody(""))).isEmpty();
        assertThat(find.of(aMessage()
                        .with(Addresses.UNREADABLE, "no")
                        .with(MessageProperties.TYPE, "a")
                        .with(MessageProperties.APPLICATION, "shop")))
                .isEmpty();
    }
}
