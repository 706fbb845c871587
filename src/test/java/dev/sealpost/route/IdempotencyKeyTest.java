package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    private final IdempotencyKey key = new IdempotencyKey();

    @Test
    void isTheSameForTheSameEventAndScope() {
        assertThat(key.uuid("msg_1", "a")).isEqualTo(key.uuid("msg_1", "a"));
        assertThat(key.uuid("msg_1", "a"))
                .isNotEqualTo(key.uuid("msg_2", "a"))
                .isNotEqualTo(key.uuid("msg_1", "b"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void refusesToGuessWithoutAnEvent() {
        assertThatThrownBy(() -> key.uuid(null, "a")).hasMessageContaining("SealpostEventId");
    }
}
