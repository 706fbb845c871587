package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static dev.sealpost.broker.TestMessages.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.ConsumerEndedException;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.CoreMessageObjectPools;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Promises of {@link BrokerAccess}. */
@Timeout(120)
class BrokerAccessTest {

    private static final int SMALL = 100;

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static OutgoingMessage named(String name) {
        return new OutgoingMessage(Map.of("name", name), new Body.Bytes(random(SMALL)));
    }

    private static String name(ReceivedMessage message) {
        return message.property("name").orElseThrow();
    }

    private static List<OutgoingMessage> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> named(String.valueOf(number)))
                .toList();
    }

    private static List<String> names(MessageConsumer consumer, int count) {
        return IntStream.range(0, count).mapToObj(i -> name(receive(consumer))).toList();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Queue queue() {
        return BROKER.embedded().server().locateQueue(Addresses.EVENTS);
    }

    @Test
    void keepsTheOrderOfEachOfManyThreads() throws Exception {
        int threads = 16;
        int each = 25;
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sent = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String name = thread + "-";
                sent.add(senders.submit(() -> IntStream.range(0, each)
                        .forEach(number -> BROKER.client().send(Addresses.EVENTS, named(name + number)))));
            }
            for (Future<?> thread : sent) {
                thread.get();
            }
        }

        List<String> received = names(BROKER.client().consume(Addresses.EVENTS), threads * each);

        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + "-";
            assertThat(received.stream().filter(name -> name.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void sendsAListInItsOrderWithALargeMessageInTheMiddle() {
        BROKER.client().send(Addresses.EVENTS, List.of(named("first"), aMessage(random(300 * 1024)), named("third")));

        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);

        assertThat(names(consumer, 3)).containsExactly("first", "value", "third");
    }

    @Test
    void givesTheSenderUpAndRecoversWhenTheJournalStandsStill() throws Exception {
        JournalHold hold = new JournalHold(BROKER.embedded().server().getStorageManager());
        try (BrokerClient impatient = BROKER.clientThatWaits(Duration.ofMillis(200))) {
            hold.lock();
            try {
                assertThatThrownBy(() -> impatient.send(Addresses.EVENTS, named("late")))
                        .isInstanceOf(BrokerUnavailableException.class);
            } finally {
                hold.unlock();
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> impatient.send(Addresses.EVENTS, named("next")));
        }

        assertThat(BROKER.count(Addresses.EVENTS)).isPositive();
    }

    @Test
    void tellsTheSenderNothingBeforeTheJournalIsSynced() {
        try (BrokerClient impatient = BROKER.clientThatWaits(Duration.ofMillis(200))) {
            // One more write than there is, which each session waits for.
            List<OperationContext> writing = BROKER.embedded().server().getSessions().stream()
                    .map(ServerSession::getSessionContext)
                    .toList();
            writing.forEach(OperationContext::storeLineUp);

            try {
                assertThatThrownBy(() -> impatient.send(Addresses.EVENTS, named("late")))
                        .isInstanceOf(BrokerUnavailableException.class);
            } finally {
                writing.forEach(OperationContext::done);
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> impatient.send(Addresses.EVENTS, named("next")));
        }
    }

    @Test
    void failsTheSenderWhoseSessionEndsAndOpensAnother() throws Exception {
        ActiveMQServer server = BROKER.embedded().server();
        JournalHold hold = new JournalHold(server.getStorageManager());
        try (BrokerClient patient = BROKER.clientThatWaits(PATIENCE.multipliedBy(3));
                ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
            hold.lock();
            try {
                Future<?> sent = sender.submit(() -> patient.send(Addresses.EVENTS, named("cut off")));

                Awaitility.await().atMost(PATIENCE).until(() -> {
                    for (ServerSession session : server.getSessions()) {
                        cutOff(session);
                    }
                    return sent.isDone();
                });

                assertThatThrownBy(sent::get).hasCauseInstanceOf(BrokerUnavailableException.class);
            } finally {
                hold.unlock();
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> patient.send(Addresses.EVENTS, named("next")));
        }
    }

    /** As the broker does after a failure, without waiting for the journal. */
    private static void cutOff(ServerSession session) throws Exception {
        boolean failed = true;
        boolean force = true;
        session.close(failed, force);
        session.getRemotingConnection().fail(new ActiveMQException("cut off"));
    }

    /** Properties have to fit into one record of the journal. */
    @Test
    void tellsTheSenderThatTheBrokerRefusesItsMessageAndGoesOn() {
        assertThatThrownBy(() -> BROKER.client().send(Addresses.EVENTS, named("x".repeat(1_000_000))))
                .isInstanceOf(BrokerUnavailableException.class);

        BROKER.client().send(Addresses.EVENTS, named("kept"));

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
    }

    @Test
    void countsWhatWasSentBefore() {
        List<Long> counts = new ArrayList<>();
        for (int sent = 0; sent < 500; sent++) {
            BROKER.client().send(Addresses.EVENTS, named("counted"));
            counts.add(BROKER.count(Addresses.EVENTS));
        }

        assertThat(counts).isEqualTo(LongStream.rangeClosed(1, 500).boxed().toList());
    }

    /** Artemis takes in about a thousand messages at a time. */
    @Test
    void countsAllOfALongList() throws Exception {
        int count = 20_000;
        CountDownLatch sent = new CountDownLatch(1);
        queue().getExecutor().execute(() -> awaitUnchecked(sent));
        BROKER.client().send(Addresses.EVENTS, Collections.nCopies(count, named("counted")));

        sent.countDown();

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(count);
    }

    @Test
    void seesThatWhatWasSentBeforeIsUndelivered() {
        for (int sent = 0; sent < 200; sent++) {
            BROKER.client().send(Addresses.EVENTS, named("undelivered"));
            assertThat(BROKER.embedded().hasUndelivered(Addresses.EVENTS)).isTrue();
            removeHead();
        }
        assertThat(BROKER.embedded().hasUndelivered(Addresses.EVENTS)).isFalse();
    }

    @Test
    void findsTheHeadThatWasSentBefore() {
        for (int sent = 0; sent < 200; sent++) {
            BROKER.client().send(Addresses.EVENTS, named("head"));
            assertThat(BROKER.embedded().head(Addresses.EVENTS).map(QueueHead::headers))
                    .hasValueSatisfying(headers -> assertThat(headers).containsEntry("name", "head"));
            removeHead();
        }
        assertThat(BROKER.embedded().head(Addresses.EVENTS)).isEmpty();
    }

    private static void removeHead() {
        long head = BROKER.embedded().head(Addresses.EVENTS).orElseThrow().id();
        assertThat(BROKER.embedded().remove(Addresses.EVENTS, head)).isTrue();
    }

    @Test
    void marksAMessageWhoseRoutingTypeArtemisCouldNotRead() {
        BROKER.client()
                .send(
                        Addresses.EVENTS,
                        new OutgoingMessage(Map.of("_AMQ_ROUTING_TYPE", "x"), new Body.Bytes(random(SMALL))));

        assertThat(BROKER.take(Addresses.EVENTS).property("sealpost_refused")).isPresent();
    }

    @Test
    void keepsAmongTheDeadWhatNoQueueTakes() {
        BROKER.client().send("elsewhere", named("kept"));

        assertThat(BROKER.count(Addresses.DEAD)).isEqualTo(1);
    }

    @Test
    void isGivenNoMoreThanTheWindow() {
        int count = 3_000;
        BROKER.client().send(Addresses.EVENTS, Collections.nCopies(count, aMessage(random(1024))));

        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);

        receive(consumer);
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(() -> queue().getDeliveringCount() < BrokerAccess.CONSUMER_WINDOW / 1024);
        IntStream.range(1, count).forEach(i -> receive(consumer).acknowledge());
        BROKER.awaitCount(Addresses.EVENTS, 1);
    }

    @Test
    void isGivenOneMessageAfterTheOtherWithoutPrefetch() {
        BROKER.client().send(Addresses.EVENTS, numbered(3));
        MessageConsumer consumer = BROKER.client().consumeOneByOne(Addresses.EVENTS);

        assertThat(name(receive(consumer))).isEqualTo("0");
        assertThat(queue().getDeliveringCount()).isEqualTo(1);
        assertThat(names(consumer, 2)).containsExactly("1", "2");
    }

    @Test
    void putsBackInOrderWhatWasNotAcknowledgedWhenItIsClosed() {
        BROKER.client().send(Addresses.EVENTS, numbered(6));
        try (MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS)) {
            List<ReceivedMessage> received =
                    IntStream.range(0, 4).mapToObj(i -> receive(consumer)).toList();
            received.get(1).acknowledge();
        }

        assertThat(names(BROKER.client().consume(Addresses.EVENTS), 5)).containsExactly("0", "2", "3", "4", "5");
    }

    @Test
    void keepsNothingFromOthersIfItIsInterruptedWhileItIsOpened() {
        BROKER.client().send(Addresses.EVENTS, named("free"));

        assertThat(IntStream.range(0, 1_000).anyMatch(i -> isInterruptedWhileOpening()))
                .isTrue();

        assertThat(names(BROKER.client().consume(Addresses.EVENTS), 1)).containsExactly("free");
    }

    /** Returns false if the broker was faster than the interrupt. */
    private static boolean isInterruptedWhileOpening() {
        Thread.currentThread().interrupt();
        try (MessageConsumer faster = BROKER.client().consume(Addresses.EVENTS)) {
            return !Thread.interrupted();
        } catch (BrokerUnavailableException e) {
            return Thread.interrupted();
        }
    }

    @Test
    void acknowledgesInAnyOrderAndForGood() throws Exception {
        int count = 500;
        BROKER.client().send(Addresses.EVENTS, numbered(count));
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        List<ReceivedMessage> received = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> receive(consumer)).toList());
        List<ReceivedMessage> left = List.of(received.removeFirst(), received.removeLast());
        Collections.shuffle(received, new Random(1));

        received.forEach(ReceivedMessage::acknowledge);
        assertThat(consumer.isDrained()).isFalse();
        Awaitility.await().atMost(PATIENCE).until(() -> BROKER.count(Addresses.EVENTS) == 2);
        BROKER.restart();

        assertThat(names(BROKER.client().consume(Addresses.EVENTS), 2))
                .containsExactly(name(left.getFirst()), name(left.getLast()));
    }

    /** Message that the broker cannot read when it hands it over. */
    private static final class Broken extends CoreMessage {

        Broken(long id) {
            super(id, SMALL);
            setAddress(Addresses.EVENTS);
            setDurable(true);
        }

        @Override
        public CoreMessage toCore() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public CoreMessage toCore(CoreMessageObjectPools pools) {
            return toCore();
        }
    }

    @Test
    void endsTheConsumerAtAMessageThatTheBrokerCannotRead() throws Exception {
        ActiveMQServer server = BROKER.embedded().server();
        server.getPostOffice().route(new Broken(server.getStorageManager().generateID()), false);
        BROKER.awaitCount(Addresses.EVENTS, 1);

        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);

        assertThatThrownBy(() -> Awaitility.await().atMost(PATIENCE).until(() -> {
                    consumer.receive(Duration.ofMillis(50));
                    return false;
                }))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(ConsumerEndedException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(ConsumerEndedException.class));
        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
    }

    @Test
    void tellsTheReceiverThatTheBrokerHasStopped() throws Exception {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);

        BROKER.embedded().stop();

        assertThatThrownBy(() -> consumer.receive(Duration.ofMillis(50)))
                .isInstanceOf(BrokerUnavailableException.class)
                .isNotInstanceOf(ConsumerEndedException.class);
        BROKER.embedded().start();
        BROKER.restart();
    }
}
