package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of known and unknown applications at each port of the embedded broker, and the queue in which each waits. */
@Timeout(120)
class RouteToShardTest {

    /** In the property, or else the first word of the body. */
    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker(RouteToShardTest::application);

    private static final Strangers STRANGERS = BROKER.strangers;
    private static final String SHARD = Shards.of("shop");

    private static Optional<String> application(ReceivedMessage message) {
        return message.property("sealpost_application")
                .or(() -> message.body() instanceof MessageBody.Bytes(byte[] bytes)
                        ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
                        : Optional.empty())
                .map(text -> text.split(" ", 2)[0])
                .filter("shop"::equals);
    }

    private static List<String> take(String queue, int number) {
        List<String> bodies = new ArrayList<>();
        try (MessageConsumer consumer = BROKER.client().consume(queue)) {
            for (int i = 0; i < number; i++) {
                ReceivedMessage message = consumer.receive(OpenBroker.PATIENCE).orElseThrow();
                bodies.add(text(message));
                message.acknowledge();
            }
            BROKER.awaitCount(queue, 0);
        }
        return bodies;
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheEventsOfAnApplicationInOneShardAndInOrder(Protocol protocol) throws Exception {
        Map<String, String> properties = Map.of("sealpost_application", "shop");
        STRANGERS.send(protocol, Addresses.EVENTS, "1", properties);
        BROKER.awaitCount(SHARD, 1);
        STRANGERS.send(protocol, Addresses.ORDERED, "2", properties);
        BROKER.awaitCount(SHARD, 2);
        BROKER.restart();

        assertThat(BROKER.count(Addresses.EVENTS)).isZero();
        assertThat(BROKER.count(Addresses.ORDERED)).isZero();
        assertThat(take(SHARD, 2)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource
    void readsTheBodyOfAMessageThatIsInNoQueueYet(Protocol protocol) throws Exception {
        STRANGERS.send(protocol, Addresses.EVENTS, "shop ä€😀", Map.of());
        BROKER.awaitCount(SHARD, 1);

        assertThat(take(SHARD, 1)).containsExactly("shop ä€😀");
    }

    @ParameterizedTest
    @EnumSource
    void leavesAMessageOfNoKnownApplicationWhereItWasSent(Protocol protocol) throws Exception {
        STRANGERS.send(protocol, Addresses.EVENTS, "x", Map.of("sealpost_application", "unknown"));
        STRANGERS.send(protocol, Addresses.ORDERED, "y", Map.of());
        BROKER.awaitCount(Addresses.EVENTS, 1);
        BROKER.awaitCount(Addresses.ORDERED, 1);

        assertThat(take(Addresses.EVENTS, 1)).containsExactly("x");
        assertThat(take(Addresses.ORDERED, 1)).containsExactly("y");
    }

    @Test
    void dropsARepeatByItsDuplicateId() {
        OutgoingMessage message = new OutgoingMessage(
                        Map.of("sealpost_application", "shop"), new OutgoingMessage.Body.Bytes(new byte[1]))
                .once("a");

        BROKER.client().send(Addresses.EVENTS, message);
        BROKER.client().send(Addresses.EVENTS, message);

        assertThat(BROKER.count(SHARD)).isEqualTo(1);
    }

    @Test
    void pagesOutTheShardOfAFloodAndNoOther() throws Exception {
        byte[] body = new byte[60 * 1024];
        for (int i = 0; i < 500; i++) {
            BROKER.client()
                    .send(
                            Addresses.EVENTS,
                            new OutgoingMessage(
                                    Map.of("sealpost_application", "shop"), new OutgoingMessage.Body.Bytes(body)));
        }

        var paging = BROKER.embedded().server().getPagingManager();
        for (String shard : Shards.ALL) {
            assertThat(paging.getPageStore(SimpleString.of(shard)).isPaging()).isEqualTo(shard.equals(SHARD));
        }
        assertThat(paging.getPageStore(SimpleString.of(Addresses.EVENTS)).getAddressSize())
                .isZero();
        assertThat(BROKER.count(SHARD)).isEqualTo(500);
        assertThat(take(SHARD, 500)).hasSize(500);
    }
}
