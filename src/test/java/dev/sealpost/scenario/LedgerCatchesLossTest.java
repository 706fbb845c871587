package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The negative control: the same ledger sees that a pipeline which acknowledges before it settles loses events. */
class LedgerCatchesLossTest {

    private static final int EVENTS = 200;
    /** Before the kill; each session waits for one more answer then. */
    private static final int ANSWERED = 40;

    private static final String PATH = "/control";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;

    LedgerCatchesLossTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void reportsLossWhenThePipelineAcknowledgesBeforeItSettles() throws Exception {
        Verdict verdict = killInTheMiddle(true);

        System.out.println("control, acknowledged before settled:\n" + verdict.table());
        assertThat(verdict.lost()).hasSizeGreaterThanOrEqualTo(TinyPipeline.SESSIONS);
        assertThat(verdict.problems()).anyMatch(problem -> problem.startsWith("accepted but not delivered"));
    }

    @Test
    void balancesWhenTheSamePipelineSettlesFirst() throws Exception {
        Verdict verdict = killInTheMiddle(false);

        System.out.println("control, settled before acknowledged:\n" + verdict.table());
        assertThat(verdict.problems()).isEmpty();
    }

    private Verdict killInTheMiddle(boolean acknowledgesFirst) throws Exception {
        int port = FreePorts.next();
        CountDownLatch requests = new CountDownLatch(ANSWERED + TinyPipeline.SESSIONS);
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                SendLog log = new SendLog(folder, List.of(new Audience("-", "-", Set.of(PATH))));
                Receiver receiver = new Receiver(receipt -> {
                    receipts.append(receipt.line());
                    requests.countDown();
                })) {
            Manner manner = new Manner.AnswersAndHangs(new AtomicInteger(ANSWERED));
            String url = receiver.endpoint(PATH, manner, TinyPipeline.SECRET);
            try (TestJvm first = start(port, url, acknowledgesFirst, false)) {
                send(port, log);
                assertThat(requests.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                first.kill();
            }
            receiver.awaitQuiet(Duration.ofMillis(200));
            receiver.endpoint(PATH, new Manner.Answers(200), TinyPipeline.SECRET);
            Instant killed = Instant.now();
            try (TestJvm second = start(port, url, acknowledgesFirst, true)) {
                assertThat(second.end(LIMIT)).isZero();
            }
            return new Ledger(History.read(folder, Set.of(), List.of(killed)), TinyPipeline.SESSIONS).check();
        }
    }

    private TestJvm start(int port, String url, boolean acknowledgesFirst, boolean endsOnceEmpty) {
        return TestJvm.quickStart(
                TinyPipeline.class,
                "256m",
                folder.resolve("pipeline.log"),
                folder.resolve("broker").toString(),
                Integer.toString(port),
                url,
                Boolean.toString(acknowledgesFirst),
                Boolean.toString(endsOnceEmpty));
    }

    private static void send(int port, SendLog log) throws JMSException, IOException {
        awaitPort(port);
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                Connection connection = factory.createConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue(TinyPipeline.QUEUE));
            for (int i = 0; i < EVENTS; i += 50) {
                sendFifty(session, producer, log);
            }
        }
    }

    private static void sendFifty(Session session, MessageProducer producer, SendLog log) throws JMSException {
        List<SendLog.Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SendLog.Draft draft = log.draft("control", new Random(i + 1L));
            Message message = session.createTextMessage(draft.payload());
            message.setStringProperty("sealpost_id", "msg_" + draft.token());
            producer.send(message);
            drafts.add(draft);
        }
        session.commit();
        drafts.forEach(log::acked);
    }

    private static void awaitPort(int port) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        throw new AssertionError("The control pipeline did not open port " + port);
    }
}
