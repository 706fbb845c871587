package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StorableTextTest {

    private static final String HIGH = "\uD83D";
    private static final String LOW = "\uDE00";
    private static final String GAP = "\uFFFD";

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("", ""),
                arguments("plain\r\n\ttext", "plain\r\n\ttext"),
                arguments("a\u0000b", "a" + GAP + "b"),
                arguments("\u0000\u0000", GAP + GAP),
                arguments(HIGH + LOW, HIGH + LOW),
                arguments(HIGH, GAP),
                arguments(LOW, GAP),
                arguments(LOW + HIGH, GAP + GAP),
                arguments(HIGH + HIGH + LOW, GAP + HIGH + LOW),
                arguments(HIGH + "x" + LOW, GAP + "x" + GAP));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void replacesWhatADatabaseRefuses(String text, String expected) {
        String stored = StorableText.of(text, 100);

        assertThat(stored).isEqualTo(expected);
        assertThat(new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(stored);
    }

    @Test
    void leavesNoHalfOfAPairWhenItCuts() {
        assertThat(StorableText.of("abc" + HIGH + LOW, 4)).isEqualTo("abc" + GAP);
        assertThat(StorableText.of("abc" + HIGH + LOW, 5)).isEqualTo("abc" + HIGH + LOW);
        assertThat(StorableText.of("x".repeat(5_000), 4_096)).hasSize(4_096);
    }
}
