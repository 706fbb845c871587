package dev.sealpost.route.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.event.EventHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source as the start of a route. The component {@code poll:} is replaced by one whose rounds the test starts. */
class ConnectorSourceTest {

    private static final String SOURCE = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: acme-order-source
              labels: {camel.apache.org/kamelet.type: source}
            spec:
              definition:
                title: Acme Order Source
                required: [credential]
                properties:
                  credential: {title: Credential, description: An API key., type: string}
              call:
                credential:
                  api-key: {header: X-Key}
                requests:
                  - method: GET
                    url: /orders
                    query: {since: '{$cursor // "0"}', limit: '2'}
                source:
                  items: .orders
                  id: .id
                  cursor: .orders[-1].at
                  more: (.orders | length) == 2
              template:
                from: {uri: kamelet:source, steps: [{to: {uri: kamelet:sink}}]}
            """;

    private ConnectorCamel rig;
    private final Rounds rounds = new Rounds();
    private final List<Exchange> received = new ArrayList<>();

    /** Component that keeps the last consumer. */
    private static final class Rounds extends DefaultComponent {

        private String uri = "";
        private Processor round = exchange -> {};

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            this.uri = uri;
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    round = processor;
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        rig = new ConnectorCamel(home);
        rig.camel.addComponent("poll", rounds);
        rig.connector(SOURCE);
        rig.camel.getRegistry().bind("collect", (Processor) exchange -> received.add(exchange.copy()));
        rig.app.load("routes/orders.camel.yaml", """
                - route:
                    id: orders
                    from:
                      uri: connector:acme-order?credential=acme&interval=1m
                      steps:
                        - filter:
                            simple: "${body} contains 'broken'"
                            steps: [{throwException: {exceptionType: java.lang.IllegalStateException, message: no}}]
                        - process: {ref: collect}
                """);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Exchange round(String cursor) throws Exception {
        return round(cursor, Map.of());
    }

    private Exchange round(String cursor, Map<String, Object> properties) throws Exception {
        Exchange exchange = rig.camel.getEndpoint("poll:orders").createExchange();
        properties.forEach(exchange::setProperty);
        exchange.setProperty("pollCursor", cursor);
        try {
            rounds.round.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }

    @Test
    void pollsUnderTheNameOfTheRoute() {
        assertThat(rounds.uri)
                .startsWith("poll:")
                .contains("orders")
                .contains("interval=")
                .contains("1m");
    }

    @Test
    void runsTheRouteForEachItemAndMovesTheCursor() throws Exception {
        rig.vendor.answers(200, "{\"orders\": [{\"id\": 1, \"at\": \"10\"}, {\"id\": 2, \"at\": \"11\"}]}");

        Exchange round = round("");

        assertThat(rig.vendor.calls().getFirst().uri()).isEqualTo("/orders?since=0&limit=2");
        assertThat(received)
                .extracting(each -> each.getMessage().getBody())
                .containsExactly("{\"id\":1,\"at\":\"10\"}", "{\"id\":2,\"at\":\"11\"}");
        assertThat(round.getProperty("pollCursor")).isEqualTo("11");
        assertThat(round.getProperty("pollMore")).isEqualTo(true);
    }

    @Test
    void goesOnAfterTheCursorAndKeepsItWhenThereIsNothingNew() throws Exception {
        rig.vendor.answers(200, "{\"orders\": []}");

        Exchange round = round("11");

        assertThat(rig.vendor.calls().getFirst().uri()).isEqualTo("/orders?since=11&limit=2");
        assertThat(round.getProperty("pollCursor")).isEqualTo("11");
        assertThat(round.getProperty("pollMore")).isEqualTo(false);
    }

    @Test
    void givesTheSameIdToAnItemThatIsReadTwice() throws Exception {
        rig.vendor.answers(200, "{\"orders\": [{\"id\": 1, \"at\": \"10\"}, {\"id\": 2, \"at\": \"11\"}]}");

        round("");
        round("");

        List<Object> ids = received.stream()
                .map(each -> each.getMessage().getHeader("SealpostEventId"))
                .toList();
        assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2)).doesNotHaveDuplicates();
    }

    @Test
    void countsWhatTheItemsPublish() throws Exception {
        rig.vendor.answers(200, "{\"orders\": [{\"id\": 1, \"at\": \"10\"}]}");
        LongAdder published = new LongAdder();

        round("", Map.of("SealpostPublished", published, "pollBackfill", 2L));

        EventHeaders.countPublished(received.getFirst(), 1);
        assertThat(published.sum()).isEqualTo(1);
        assertThat(received.getFirst().getProperty("pollBackfill")).isEqualTo(2L);
    }

    @Test
    void failsTheRoundWhenAnItemFails() throws Exception {
        rig.vendor.answers(200, "{\"orders\": [{\"id\": 1, \"at\": \"broken\"}, {\"id\": 2, \"at\": \"11\"}]}");

        Exchange round = round("9");

        assertThat(round.getException()).isInstanceOf(IllegalStateException.class);
        assertThat(round.getProperty("pollCursor")).as("the page is read again").isEqualTo("9");
    }

    @Test
    void failsTheRoundWhenAnItemHasNoId() throws Exception {
        rig.vendor.answers(200, "{\"orders\": [{\"at\": \"10\"}]}");

        assertThat(round("").getException()).hasMessageContaining("an item has no id");
    }
}
