package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Clients that post as fast as they are answered, through the whole of a node with few permits. */
@TestInstance(Lifecycle.PER_CLASS)
class FloodTest {

    private static final int PERMITS = 64;
    /** Largest ingest window. */
    private static final int WINDOW = PERMITS * 3 / 4;

    private static final int CLIENTS = 24;
    private static final int EVENTS = 2_000;

    private Inbox inbox;
    private Node node;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        inbox = new Inbox();
        node = new Node(data, "--sealpost.delivery.in-flight=" + PERMITS);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        node.close();
        inbox.close();
    }

    private int post(ApplicationId application, int number) throws Exception {
        HttpRequest request = node.request("/api/v1/app/" + application.value() + "/msg")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"eventType\":\"order.created\",\"payload\":{\"number\":" + number + "}}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void isAnsweredAsFastAsItIsDelivered() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger mostBehind = new AtomicInteger();
        inbox.answers("/flooded", (request, out) -> {
            mostBehind.accumulateAndGet(accepted.get() - delivered.incrementAndGet(), Math::max);
            Inbox.status(200).write(request, out);
        });
        ApplicationId application = node.anApplication("flood");
        node.anEndpoint(application, inbox.url("/flooded"));

        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Integer> answer : clients.invokeAll(IntStream.range(0, EVENTS)
                    .mapToObj(number -> (Callable<Integer>) () -> {
                        int status = post(application, number);
                        accepted.incrementAndGet();
                        return status;
                    })
                    .toList())) {
                assertThat(answer.get()).isEqualTo(202);
            }
        }

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> delivered.get() == EVENTS);
        assertThat(mostBehind.get()).isLessThanOrEqualTo(WINDOW);
    }

    @Test
    void waitsOnlyForTheNodeAndNotForASlowReceiver() throws Exception {
        Semaphore answers = new Semaphore(0);
        inbox.answers("/slow", (request, out) -> {
            answers.acquire();
            Inbox.status(200).write(request, out);
        });
        ApplicationId application = node.anApplication("slow");
        node.anEndpoint(application, inbox.url("/slow"));

        for (int i = 0; i < 4 * WINDOW; i++) {
            assertThat(post(application, i)).isEqualTo(202);
        }

        answers.release(4 * WINDOW);
    }

    @Test
    void doesNotWaitForEventsThatNobodyWants() throws Exception {
        ApplicationId application = node.anApplication("unwanted");

        for (int i = 0; i < 4 * WINDOW; i++) {
            assertThat(post(application, i)).as("event %d", i).isEqualTo(202);
        }
    }

    /** The events wait in the broker, on disk. */
    @Test
    void isAcceptedWhileTheDatabaseRecordsNothing() throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        inbox.answers("/later", (request, out) -> {
            delivered.incrementAndGet();
            Inbox.status(200).write(request, out);
        });
        ApplicationId application = node.anApplication("later");
        node.anEndpoint(application, inbox.url("/later"));
        node.change("CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'broken'); END");

        for (int i = 0; i < 4 * WINDOW; i++) {
            assertThat(post(application, i)).as("event %d", i).isEqualTo(202);
        }
        node.change("DROP TRIGGER broken");

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> delivered.get() == 4 * WINDOW);
    }
}
