package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.IngestWindow;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class IngestMetersTest {

    /** Has room for 6, and for 3 of one application. */
    private final IngestWindow window = new IngestWindow(18, Duration.ofMinutes(1), () -> 0);

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void tellWhatIsInTheWindowAndWhatWaitsForIt() throws Exception {
        new MeterConfiguration().ingestMeters(window).bindTo(registry);
        for (int i = 0; i < 3; i++) {
            enter(i, 1);
        }
        CompletableFuture<Void> fourth = waits(3);
        window.leave(new EventId("msg_0"));
        fourth.get(20, TimeUnit.SECONDS);
        waits(4);
        for (int i = 0; i < 4; i++) {
            assertThatExceptionOfType(IngestRefusedException.class).isThrownBy(() -> enter(5, 64 << 20));
        }

        assertThat(value("sealpost.ingest.waiting")).isEqualTo(1);
        assertThat(value("sealpost.ingest.delayed")).isEqualTo(2);
        assertThat(value("sealpost.ingest.window.events")).isEqualTo(3);
        assertThat(value("sealpost.events.refused")).isEqualTo(4);
        assertThat(value("sealpost.ingest.window.limit")).isEqualTo(6);
        assertThat(registry.get("sealpost.events.refused").meter().getId().getTag("reason"))
                .isEqualTo("busy");
    }

    private void enter(int number, int bytes) {
        window.enter(new ApplicationId("app_1"), new EventId("msg_" + number), bytes);
    }

    /** Sends an event on a thread of its own, and returns once it waits. */
    private CompletableFuture<Void> waits(int number) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            enter(number, 1);
            sent.complete(null);
        });
        Awaitility.await().until(() -> window.waiting() == 1);
        return sent;
    }

    private double value(String name) {
        Meter meter = registry.get(name).meter();
        return meter.measure().iterator().next().getValue();
    }
}
