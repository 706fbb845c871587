package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void isMintedWithItsPrefix() {
        assertThat(EventId.at(NOW).value()).matches("msg_[0-9A-Za-z]{27}");
        assertThat(EventId.derived("app", "key").value()).matches("msg_[0-9A-Za-z]{27}");
    }

    @Test
    void isTheSameForTheSamePartsAndForNoOthers() {
        assertThat(EventId.derived("app", "key"))
                .isEqualTo(EventId.derived("app", "key"))
                .isNotEqualTo(EventId.derived("app", "key2"))
                .isNotEqualTo(EventId.derived("appkey"));
        assertThat(EventId.derivedAt(NOW, "a"))
                .isEqualTo(EventId.derivedAt(NOW, "a"))
                .isNotEqualTo(EventId.derivedAt(NOW.plusMillis(1), "a"))
                .isNotEqualTo(EventId.derivedAt(NOW, "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "_",
                "-",
                "order-17_b",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesWhatAProducerChose(String id) {
        assertThat(new EventId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a.b",
                "a/b",
                "ä",
                "a\n",
                "a\u0000b",
                "a,b",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesOtherForms(String id) {
        assertThatThrownBy(() -> new EventId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event id");
    }
}
