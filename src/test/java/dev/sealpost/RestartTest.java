package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void goesOnWithWhatWasInFlight(@TempDir Path own) throws Exception {
        Inbox inbox = new Inbox();
        CountDownLatch release = new CountDownLatch(1);
        inbox.answers("/restart", (request, out) -> {
            release.await();
            Inbox.status(200).write(request, out);
        });
        Set<String> published = new HashSet<>();
        try (Node first = new Node(own, "--sealpost.delivery.shutdown=300ms")) {
            ApplicationId application = first.anApplication("restart");
            first.anEndpoint(application, inbox.url("/restart"));
            for (int i = 0; i < 40; i++) {
                published.add(first.publish(application, "{}").value());
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !inbox.at("/restart").isEmpty());
        }
        release.countDown();

        try (Node second = new Node(own)) {
            Awaitility.await().atMost(PATIENCE).until(() -> second.count("attempt WHERE outcome = 'succeeded'") == 40);

            Set<String> received = new HashSet<>();
            inbox.at("/restart").forEach(request -> received.add(request.header("webhook-id")));
            assertThat(received).isEqualTo(published);
            assertThat(second.count("event")).isEqualTo(40);
            Awaitility.await().atMost(PATIENCE).until(() -> second.count("due_delivery") == 0);
        }
    }
}
