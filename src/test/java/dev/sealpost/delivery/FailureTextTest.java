package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET https://hooks.example.com/services/T0/B0/XyZ failed|GET https://hooks.example.com/… failed",
                "no route to http://u:p@host:8080|no route to http://host:8080/…",
                "password=hunter22, user=joe|password=…, user=joe",
                "{\"access_token\": \"abc-123-def\"}|{\"access_token\": \"…\"}",
                "Authorization: Bearer abc.123.def|Authorization: Bearer …",
                "the token was refused|the token was refused",
                "no shelf left|no shelf left",
            })
    void masksProbableSecrets(String text, String clean) {
        assertThat(FailureText.clean(text)).isEqualTo(clean);
    }

    @Test
    void hasOneLineOfAtMost300Characters() {
        assertThat(FailureText.clean("a\u0000b\r\nc".repeat(1000))).hasSize(300).startsWith("a b c");
    }

    @Test
    void endsInAnEllipsisIfItIsLongerThanAnotherLength() {
        assertThat(FailureText.clean("abcd", 4)).isEqualTo("abcd");
        assertThat(FailureText.clean("abcde", 4)).isEqualTo("abc…");
        assertThat(FailureText.clean("ab😀de", 4)).isEqualTo("ab\uFFFD…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void isTheClassNameWithoutAMessage(String message) {
        assertThat(FailureText.of(new IllegalStateException(message))).isEqualTo("IllegalStateException");
    }
}
