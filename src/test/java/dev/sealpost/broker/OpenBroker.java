package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.core.server.Queue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/**
 * An embedded broker with all its ports open. Registered in a static field it is there for all tests of the class, and emptied in
 * between; otherwise each test has its own.
 */
public final class OpenBroker implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    public static final Duration PATIENCE = Duration.ofSeconds(20);

    public final Strangers strangers = Strangers.anywhere();
    final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
    private final FindApplication applications;
    private final List<String> settings = new ArrayList<>(strangers.settings());
    private @Nullable Running running;
    private boolean ofAllTests;
    private boolean overConnections;

    private record Running(Path folder, DataDirectory data, EmbeddedBroker broker, BrokerClient client) {}

    /** @param others settings of {@code sealpost.broker}, such as {@code clients.connections=4} */
    public OpenBroker(String... others) {
        this(message -> Optional.empty(), others);
    }

    OpenBroker(FindApplication applications, String... others) {
        this.applications = applications;
        settings.addAll(Arrays.asList(others));
    }

    private Running running() {
        return Objects.requireNonNull(running);
    }

    public EmbeddedBroker embedded() {
        return running().broker();
    }

    public BrokerClient client() {
        return running().client();
    }

    DataDirectory data() {
        return running().data();
    }

    /** As the user that everybody has: {@link EmbeddedBroker#USER}. */
    void asSealpost(Protocol protocol, Strangers.Work work) throws JMSException {
        strangers.as(EmbeddedBroker.USER, data().secret(EmbeddedBroker.PASSWORD_FILE), protocol, work);
    }

    public long count(String queue) {
        return embedded().count(queue);
    }

    public List<String> queues() {
        return Arrays.asList(embedded().server().getActiveMQServerControl().getQueueNames());
    }

    /** Takes the first message, after which the queue is empty. */
    public ReceivedMessage take(String queue) {
        return take(queue, 0);
    }

    /** Takes the first message, after which this many are left. */
    public ReceivedMessage take(String queue, long left) {
        try (MessageConsumer consumer = client().consume(queue)) {
            ReceivedMessage message = consumer.receive(PATIENCE).orElseThrow();
            message.acknowledge();
            awaitCount(queue, left);
            return message;
        }
    }

    public void awaitCount(String queue, long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> count(queue) == count);
    }

    public static String text(ReceivedMessage message) {
        return new String(((MessageBody.Bytes) message.body()).bytes(), StandardCharsets.UTF_8);
    }

    /** On the same data and ports. */
    public void restart(String... others) throws Exception {
        stop();
        start(running().folder(), data(), others);
    }

    private void start(Path folder, DataDirectory data, String... others) throws Exception {
        List<String> all = new ArrayList<>(settings);
        all.addAll(Arrays.asList(others));
        EmbeddedBroker broker = Brokers.with(
                Brokers.settings(all.toArray(String[]::new)),
                data,
                new FatalErrorHandler(exitCodes::add),
                applications);
        broker.start();
        running = new Running(folder, data, broker, connect(broker, data, PATIENCE));
    }

    /** Another client, which waits this long for the journal. */
    BrokerClient clientThatWaits(Duration timeout) {
        return connect(embedded(), data(), timeout);
    }

    private BrokerClient connect(EmbeddedBroker broker, DataDirectory data, Duration timeout) {
        Spooling spooling = Spooling.in(data.resolve("spool"), DataSize.ofMegabytes(16));
        return BrokerClient.connect(
                broker, overConnections ? broker.remoteAccess(spooling) : broker.access(spooling), timeout);
    }

    private void stop() throws Exception {
        client().close();
        embedded().stop();
    }

    private void begin(ExtensionContext context) throws Exception {
        overConnections = context.getRequiredTestClass().isAnnotationPresent(OverConnections.class);
        open();
    }

    private void open() throws Exception {
        Path folder = Files.createTempDirectory("sealpost-broker");
        start(folder, DataDirectory.open(folder));
    }

    private void close() throws Exception {
        stop();
        data().close();
        FileSystemUtils.deleteRecursively(running().folder());
    }

    /** Empties the queues. Messages that the consumers of a test have prefetched return to them with the client. */
    private void empty() {
        Running now = running();
        now.client().close();
        for (String name : queues().stream()
                .filter(queue -> queue.startsWith(Addresses.EVENTS))
                .toList()) {
            Queue queue = now.broker().server().locateQueue(name);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() ->
                            queue.deleteAllReferences() >= 0 && now.broker().count(name) == 0);
        }
        running = new Running(now.folder(), now.data(), now.broker(), connect(now.broker(), now.data(), PATIENCE));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        ofAllTests = true;
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!ofAllTests) {
            begin(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (ofAllTests) {
            empty();
        } else {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }
}
