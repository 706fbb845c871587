package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Starts the demo as a newcomer does, and delivers to an endpoint that the demo's inbox receives for. */
class DemoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @Test
    void deliversAndKeepsItsLogReadable() throws Exception {
        Installation installation =
                Installation.fresh("demo", "384m").quickStart().set("SPRING_PROFILES_ACTIVE", "demo");
        try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
            SealpostApi api = installation.api();
            String application = api.createApplication("acme");
            api.createEndpoint(application, api.base() + "/demo/inbox/any", SECRET, List.of("invoice.*"));

            assertThat(api.postMessage(application, "invoice.paid", "{\"total\":12.50}", "invoice-1"))
                    .isEqualTo(202);

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(node.logged("delivery.attempted"))
                        .anyMatch(line -> line.contains(application) && line.contains("outcome=succeeded"));
                assertThat(node.logged("demo.inbox.verified")).isNotEmpty();
            });
            // A line of the demo says what an event does. None says how that is stored.
            assertThat(node.logged(" DEBUG ")).noneMatch(line -> line.contains("SQL"));
            assertThat(node.logged(" ERROR ")).isEmpty();
        }
    }
}
