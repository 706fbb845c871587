package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.node.StopSignal;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StopIngestTest {

    private final StopSignal stop = new StopSignal();
    private final StopIngest door = new StopIngest(stop);

    private boolean letsIn(String method) {
        return door.preHandle(
                new MockHttpServletRequest(method, "/api/v1/app/a/msg"), new MockHttpServletResponse(), new Object());
    }

    @Test
    void takesEventsUntilTheNodeStops() {
        assertThat(letsIn("POST")).isTrue();
        stop.give();

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> letsIn("POST"))
                .withMessageContaining("stopping")
                .satisfies(refused -> assertThat(refused.retryAfter()).isPositive());
    }

    @Test
    void stillShowsWhatThereIs() {
        stop.give();

        assertThat(letsIn("GET")).isTrue();
    }
}
