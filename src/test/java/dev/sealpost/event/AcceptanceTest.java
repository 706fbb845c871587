package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static boolean isTold(EventId id) {
        return Acceptance.at(NOW).contains(id);
    }

    @Test
    void isToldByIdsOfAboutThatTime() {
        assertThat(isTold(EventId.at(NOW))).isTrue();
        assertThat(isTold(EventId.at(NOW.minus(Acceptance.LATEST)))).isTrue();
        assertThat(isTold(EventId.derivedAt(NOW.plusSeconds(59), "a"))).isTrue();
    }

    @Test
    void isNotToldByIdsOfAnotherTime() {
        assertThat(isTold(EventId.at(NOW.minus(Acceptance.LATEST).minus(Duration.ofMillis(1)))))
                .isFalse();
        assertThat(isTold(EventId.at(NOW.plus(Acceptance.SKEW)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-1", "msg_1", "msg_zzzzzzzzzzzzzzzzzzzzzzzzzzzz", "zzz_000000000000000000000000000"})
    void isNotToldByIdsOfAnotherForm(String id) {
        assertThat(isTold(new EventId(id))).isFalse();
    }
}
