package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalImageTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    /** More than the 20 MB after which the broker keeps messages in pages. */
    private static final int BEFORE = 400;

    @Test
    void holdsEveryMessageThatWasSentBeforeAndNotAcknowledged(@TempDir Path folder) throws Exception {
        // Given: messages in the journal, in pages and in files of their own, while others come and go
        Path copy = folder.resolve("copy");
        Set<String> sent = ConcurrentHashMap.newKeySet();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean going = new AtomicBoolean(true);
        String name;
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"));
                RunningBroker running = Brokers.run(data);
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BEFORE; i++) {
                send(running, "before-" + i, sent);
            }
            assertThat(data.resolve("broker").resolve("paging")).isDirectoryRecursivelyContaining("glob:**.page");
            Future<?> sending = others.submit(() -> {
                for (int i = 0; going.get(); i++) {
                    send(running, "during-" + i, ConcurrentHashMap.newKeySet());
                }
            });
            Future<?> receiving = others.submit(() -> {
                MessageConsumer consumer = running.client().consume(Addresses.EVENTS);
                while (going.get()) {
                    consumer.receive(Duration.ofMillis(100)).ifPresent(message -> {
                        // First, as the database has it before the broker is told.
                        acknowledged.add(message.property("name").orElseThrow());
                        message.acknowledge();
                    });
                }
            });

            // When
            Set<String> takenBefore = new HashSet<>();
            try (JournalImage image = running.broker().image(() -> takenBefore.addAll(acknowledged))) {
                assertThat(image.held()).isLessThan(SHORT);
                long some = acknowledged.size();
                while (acknowledged.size() < some + 100) {
                    Thread.onSpinWait();
                }
                for (JournalImage.ImageFile part : image.parts()) {
                    copy(part, copy);
                }
            }
            going.set(false);
            sending.get();
            receiving.get();
            name = running.broker().nodeId();
            sent.removeAll(takenBefore);
            assertThat(data.resolve("backup-links")).doesNotExist();
        }

        // Then: a broker on the copy has them all, with their bodies
        try (DataDirectory data = DataDirectory.open(copy);
                RunningBroker running = Brokers.run(data)) {
            MessageConsumer consumer = running.client().consume(Addresses.EVENTS);
            // By name: the count of a queue with pages is inexact while the broker reads them after a start.
            Set<String> missing = new HashSet<>(sent);
            while (!missing.isEmpty()) {
                Optional<ReceivedMessage> message = consumer.receive(Duration.ofSeconds(5));
                assertThat(message).as("missing: %s", missing).isPresent();
                missing.remove(receive(message.get()));
            }
            assertThat(running.broker().nodeId()).isEqualTo(name);
            send(running, "after", sent);
            String last = "";
            while (!last.equals("after")) {
                last = receive(consumer.receive(Duration.ofSeconds(5)).orElseThrow());
            }
        }
    }

    /** Checks the body, acknowledges the message, and returns its name. */
    private static String receive(ReceivedMessage message) {
        String id = message.property("name").orElseThrow();
        assertThat(((MessageBody.Bytes) message.body()).bytes()).isEqualTo(body(id));
        message.acknowledge();
        return id;
    }

    @Test
    void givesUpWhileSomebodyElseHasTheJournal(@TempDir Path folder) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder);
                RunningBroker running = Brokers.run(data)) {
            JournalImpl journal =
                    (JournalImpl) running.broker().server().getStorageManager().getMessageJournal();
            TakeJournalImage take = new TakeJournalImage(
                    new JournalHold(running.broker().server().getStorageManager()),
                    data.path(),
                    new TakeJournalImage.Timeouts(Duration.ofMillis(200), SHORT));
            AtomicInteger moments = new AtomicInteger();
            journal.synchronizationLock();
            try {
                assertThatThrownBy(() -> inAThread(() -> take.take(moments::incrementAndGet)))
                        .hasRootCauseInstanceOf(BrokerBusyException.class)
                        .rootCause()
                        .hasMessageContaining("200 ms");
            } finally {
                journal.synchronizationUnlock();
            }

            send(running, "after", new HashSet<>());
            Awaitility.await().atMost(SHORT).until(journal::isAutoReclaim);
            try (JournalImage image = take.take(() -> {})) {
                assertThat(image.parts()).isNotEmpty();
                assertThat(journal.isAutoReclaim()).isFalse();
            }
            assertThat(journal.isAutoReclaim()).isTrue();
            assertThat(moments).hasValue(0);
        }
    }

    @Test
    void leavesEverythingAsItWasWhenTheMomentFails(@TempDir Path folder) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder);
                RunningBroker running = Brokers.run(data)) {
            assertThatThrownBy(() -> running.broker().image(() -> {
                        throw new IOException("no database");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no database");

            send(running, "after", new HashSet<>());
            JournalImpl journal =
                    (JournalImpl) running.broker().server().getStorageManager().getMessageJournal();
            assertThat(journal.isAutoReclaim()).isTrue();
            assertThat(data.resolve("backup-links")).doesNotExist();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** The lock that this thread has would let it in. */
    private static void inAThread(Step step) throws Exception {
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            other.submit(() -> {
                        step.run();
                        return true;
                    })
                    .get();
        }
    }

    private static void send(RunningBroker running, String name, Set<String> sent) {
        running.client().send(Addresses.EVENTS, new OutgoingMessage(Map.of("name", name), new Body.Bytes(body(name))));
        sent.add(name);
    }

    /** Each tenth is a large message of the broker, with a file of its own. */
    private static byte[] body(String name) {
        Random random = new Random(name.hashCode());
        byte[] bytes = new byte[name.endsWith("7") ? 150_000 : 60_000];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void copy(JournalImage.ImageFile part, Path to) throws IOException {
        Path file = to.resolve(part.place());
        Files.createDirectories(file.getParent());
        byte[] bytes = Files.readAllBytes(part.source());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes, 0, (int) part.size());
        }
    }
}
