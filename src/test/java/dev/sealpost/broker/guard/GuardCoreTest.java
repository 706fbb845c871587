package dev.sealpost.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.OpenBroker;
import dev.sealpost.broker.Protocol;
import dev.sealpost.broker.Strangers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Core connection that has not logged in gets nothing from the broker. */
@Timeout(60)
class GuardCoreTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private interface Work {
        void with(Channel beforeLogin, CoreRemotingConnection connection) throws Exception;
    }

    private static void withoutLogin(BlockingQueue<Packet> answers, Work work) throws Exception {
        Interceptor keep = (packet, connection) -> answers.add(packet);
        try (var locator = ActiveMQClient.createServerLocator(url());
                var factory = (ClientSessionFactoryInternal)
                        locator.addIncomingInterceptor(keep).createSessionFactory()) {
            CoreRemotingConnection connection = (CoreRemotingConnection) factory.getConnection();
            work.with(connection.getChannel(1, -1), connection);
        }
    }

    private static String url() {
        return "tcp://127.0.0.1:" + BROKER.strangers.port(Protocol.CORE) + "?confirmationWindowSize=100000";
    }

    /** Fault 58. */
    @Test
    void handsNoSessionOverToSomebodyElse() throws Exception {
        try (var locator = ActiveMQClient.createServerLocator(url());
                var factory = locator.createSessionFactory();
                var victim =
                        factory.createSession(Strangers.PRODUCER, Strangers.PASSWORD, false, true, true, false, 1)) {
            List<String> names = BROKER.embedded().server().getSessions().stream()
                    .map(session -> session.getName())
                    .toList();
            assertThat(names).isNotEmpty();
            for (String name : names) {
                BlockingQueue<Packet> answers = new LinkedBlockingQueue<>();
                withoutLogin(answers, (channel, connection) -> {
                    channel.send(new ReattachSessionMessage(name, -1));
                    Packet answer = answers.poll(10, TimeUnit.SECONDS);
                    while (answer != null && !(answer instanceof ReattachSessionResponseMessage)) {
                        answer = answers.poll(10, TimeUnit.SECONDS);
                    }
                    assertThat(answer)
                            .isInstanceOfSatisfying(
                                    ReattachSessionResponseMessage.class,
                                    response ->
                                            assertThat(response.isReattached()).isFalse());
                });
            }
            // The session is still its owner's.
            victim.createProducer(Addresses.EVENTS).send(victim.createMessage(true));
            assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
        }
    }

    @Test
    void makesNoQueueForSomebodyWhoHasNotLoggedIn() throws Exception {
        withoutLogin(new LinkedBlockingQueue<>(), (channel, connection) -> {
            channel.send(new CreateQueueMessage(
                    SimpleString.of(Addresses.EVENTS), SimpleString.of("thief"), null, true, false, false));
            Awaitility.await().atMost(OpenBroker.PATIENCE).until(connection::isDestroyed);
        });

        assertThat(BROKER.queues()).doesNotContain("thief");
    }
}
