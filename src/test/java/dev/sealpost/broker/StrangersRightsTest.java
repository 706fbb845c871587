package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.Strangers.PRODUCER;
import static dev.sealpost.broker.Strangers.assertRefused;
import static dev.sealpost.broker.Strangers.send;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sealpost.broker.guard.Addresses;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strangers at each port of the embedded broker may send events, and nothing else. */
@Timeout(120)
class StrangersRightsTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static final Strangers STRANGERS = BROKER.strangers;

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void letsAProducerOfJmsSendEventsAndNothingElse(Protocol protocol) throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            assertRefused(() -> STRANGERS.overJms(
                    protocol,
                    session ->
                            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("x"))));
        }
        for (String queue : List.of("events", "events.ordered", "events.parked", "events.dead", "elsewhere")) {
            assertRefused(
                    () -> STRANGERS.overJms(protocol, session -> session.createConsumer(session.createQueue(queue))));
            assertRefused(() -> STRANGERS.overJms(
                    protocol,
                    session -> session.createBrowser(session.createQueue(queue))
                            .getEnumeration()
                            .hasMoreElements()));
        }
        assertRefused(() -> STRANGERS.overJms(protocol, Session::createTemporaryQueue));
        assertRefused(() -> STRANGERS.overJms(
                protocol, session -> session.createDurableSubscriber(session.createTopic("events"), "subscription")));
        assertNothingHappened();
    }

    private void assertNothingHappened() {
        assertThat(BROKER.queues()).allMatch(name -> name.startsWith("events") || name.equals("$sys.mqtt.sessions"));
        assertThat(BROKER.count(Addresses.EVENTS)).isZero();
        assertThat(BROKER.count(Addresses.PARKED)).isZero();
        assertThat(BROKER.count(Addresses.DEAD)).isZero();
    }

    @Test
    void letsAProducerOfMqttSendEventsAndNothingElse() throws Exception {
        for (String topic :
                List.of("events/parked", "events/dead", "elsewhere", "$sys/mqtt/sessions", "activemq/management")) {
            STRANGERS.overMqtt(paho -> {
                MqttToken answer = paho.getTopic(topic).publish(MqttClients.aMessage(1, "x", Map.of()));
                answer.waitForCompletion(PATIENCE.toMillis());
                assertThat(answer.getReasonCodes()).as(topic).containsExactly(0x87);
            });
        }
        STRANGERS.send(Protocol.STOMP, Addresses.EVENTS, "x", Map.of());
        for (String topic : List.of("events", "events/ordered", "elsewhere")) {
            STRANGERS.overMqtt(paho -> {
                assertThat(paho.subscribe(new String[] {topic}, new int[] {1}).getReasonCodes())
                        .as(topic)
                        .containsExactly(0x87);
                paho.unsubscribe(topic);
                paho.publish("events", MqttClients.aMessage(1, "y", Map.of()));
            });
        }
        for (int i = 0; i < 4; i++) {
            BROKER.take(Addresses.EVENTS, 3L - i);
        }
        assertNothingHappened();
    }

    @Test
    void letsAProducerOfStompSendEventsAndNothingElse() throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            try (StompClient stomp = STRANGERS.stomp()) {
                assertThat(stomp.ask("SEND", Map.of("destination", queue, "receipt", "r1"), "x"))
                        .as(queue)
                        .startsWith("ERROR\n");
            }
        }
        for (String queue : List.of("events", "events.ordered", "events.parked", "elsewhere")) {
            try (StompClient stomp = STRANGERS.stomp()) {
                assertThat(stomp.ask("SUBSCRIBE", Map.of("destination", queue, "id", "1", "receipt", "r1"), ""))
                        .as(queue)
                        .startsWith("ERROR\n");
            }
        }
        assertNothingHappened();
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyInWithAWrongPassword(Protocol protocol) throws Exception {
        switch (protocol) {
            case CORE, AMQP ->
                assertRefused(() -> STRANGERS
                        .jms(protocol)
                        .createConnection(PRODUCER, "wrong")
                        .start());
            case MQTT ->
                assertThatThrownBy(() -> STRANGERS.mqtt(MqttClients.options(PRODUCER, "wrong")))
                        .asInstanceOf(type(MqttException.class))
                        .extracting(MqttException::getReasonCode)
                        .isIn(0x86, 0x87);
            case STOMP -> {
                try (StompClient stomp = new StompClient(STRANGERS.socket(protocol), PRODUCER, "wrong")) {
                    assertThat(stomp.read()).startsWith("ERROR\n");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void refusesAWrongPassword(Protocol protocol) {
        assertThatThrownBy(() -> STRANGERS.as(EmbeddedBroker.USER, "wrong", protocol, session -> {}))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void letsProducersDoNothingButSendEvents(Protocol protocol) throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            assertThatThrownBy(() -> BROKER.asSealpost(
                            protocol, session -> send(session, queue, session.createTextMessage("x"))))
                    .as("sending to %s", queue)
                    .isInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() ->
                        BROKER.asSealpost(protocol, session -> session.createConsumer(session.createQueue("events"))))
                .isInstanceOf(JMSException.class);
        BROKER.asSealpost(protocol, session -> send(session, "events", session.createTextMessage("x")));
        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
    }

    @Test
    void letsAnOperatorEmptyTheParkingQueue() throws Exception {
        BROKER.client().send(Addresses.PARKED, aMessage(random(3)));

        BROKER.asSealpost(
                Protocol.CORE,
                session -> assertThat(session.createConsumer(session.createQueue("events.parked"))
                                .receive(PATIENCE.toMillis()))
                        .isNotNull());
    }
}
