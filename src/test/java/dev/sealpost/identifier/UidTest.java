package dev.sealpost.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "customer-17", "A_b.c-9"})
    void takesLettersDigitsAndSomeMarks(String text) {
        assertThat(Uid.require(text, "app_")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "é", "a\n", "app_1"})
    void refusesEverythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Uid.require(text, "app_"));
    }

    @Test
    void limitsTheLength() {
        assertThat(Uid.require("a".repeat(256), "app_")).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> Uid.require("a".repeat(257), "app_"));
        assertThat(Uid.requireLabel("a".repeat(128))).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Uid.requireLabel("a".repeat(129)));
    }
}
