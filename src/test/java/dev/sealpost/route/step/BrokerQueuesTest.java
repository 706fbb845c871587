package dev.sealpost.route.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.port.FreePorts;
import dev.sealpost.route.camel.Brokers;
import dev.sealpost.route.camel.OtherBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the sinks and sources for queues against Artemis. */
@Timeout(60)
class BrokerQueuesTest {

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable Brokers brokers;

    private ProducerTemplate start(String kind) throws Exception {
        int port = FreePorts.next();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(false)
                .addAcceptorConfiguration("any", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP")
                .addQueueConfiguration(QueueConfiguration.of("shop.orders").setRoutingType(RoutingType.ANYCAST));
        server.setConfiguration(configuration);
        server.start();
        String scheme = kind.equals("amqp") ? "amqp" : "tcp";
        brokers = new Brokers(Map.of("orders", new OtherBroker(scheme + "://127.0.0.1:" + port, "sealpost", "secret")));
        brokers.bind(camel.getRegistry());
        camel.getRegistry().bind("brokerMessage", new BrokerMessage());
        StepRig.use(camel, kind + "-queue-sink", kind + "-queue-source");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .routeId("sink")
                        .to("connector:" + kind + "-queue-sink?broker=orders&queue=shop.orders");
                from("connector:" + kind + "-queue-source?broker=orders&queue=shop.orders")
                        .routeId("source")
                        .autoStartup(false)
                        .process(BrokerQueuesTest.this::receive);
            }
        });
        camel.start();
        return camel.createProducerTemplate();
    }

    private void receive(Exchange exchange) {
        received.add(exchange.copy());
        if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the route fails");
        }
    }

    private Exchange next() throws InterruptedException {
        Exchange exchange = received.poll(30, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private Exchange send(ProducerTemplate template, String event, String body) {
        Exchange sent = template.request("direct:in", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage()
                    .getHeaders()
                    .putAll(Map.of(
                            "SealpostEventId", event, "CamelJmsDestinationName", "elsewhere", "JMSReplyTo", "queue:x"));
        });
        assertThat(sent.getException()).isNull();
        return sent;
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        if (brokers != null) {
            brokers.close();
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void passesTheBodyOn(String kind) throws Exception {
        ProducerTemplate template = start(kind);

        Exchange sent = send(template, "evt_1", "{\"a\":1}");
        camel.getRouteController().startRoute("source");

        assertThat(sent.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
        Exchange message = next();
        assertThat(message.getMessage().getBody(String.class)).isEqualTo("{\"a\":1}");
        assertThat(message.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
        assertThat(message.getMessage().getHeader("SealpostEventId", String.class))
                .hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void sendsARepeatOnce(String kind) throws Exception {
        ProducerTemplate template = start(kind);

        send(template, "evt_1", "first");
        send(template, "evt_1", "first");
        send(template, "evt_2", "last");
        camel.getRouteController().startRoute("source");

        assertThat(List.of(body(next()), body(next()))).containsExactly("first", "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void receivesAgainWhatARouteDidNotHandle(String kind) throws Exception {
        ProducerTemplate template = start(kind);
        failures.set(1);

        send(template, "evt_1", "first");
        camel.getRouteController().startRoute("source");

        Exchange once = next();
        Exchange again = next();
        assertThat(body(again)).isEqualTo("first");
        assertThat(again.getMessage().getHeader("SealpostEventId"))
                .isEqualTo(once.getMessage().getHeader("SealpostEventId"));
    }

    @Test
    void asksForTheFullNameOfWhatIsSourceAndSink() {
        StepRig.use(camel, "jms-queue-sink", "jms-queue-source");

        assertThatThrownBy(() -> camel.getEndpoint("connector:jms-queue?broker=orders&queue=shop.orders"))
                .hasRootCauseMessage(
                        "the connector jms-queue is a source and a sink: write jms-queue-sink or jms-queue-source");
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }
}
