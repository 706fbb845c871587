package dev.sealpost.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @Test
    void keepsTextOfEveryLanguage() {
        assertThat(PrintableText.of("")).isEmpty();
        assertThat(PrintableText.of("zwölf €, 十二, 😀 \\ \"'%")).isEqualTo("zwölf €, 十二, 😀 \\ \"'%");
    }

    /** Characters that end a line, move the cursor, turn the writing around or are half of a pair. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u009b", "\u00ad", "\u200b", "\u202e", "\u2028",
                "\u2029", "\ufeff", "\ud800", "\udc00", "\uffff"
            })
    void replacesWhatIsNotShown(String character) {
        assertThat(PrintableText.of("a" + character + "b")).isEqualTo("a?b");
    }

    @Test
    void cutsALongTextBetweenCharacters() {
        assertThat(PrintableText.of("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(PrintableText.of("😀".repeat(301))).isEqualTo("😀".repeat(300) + "…");
    }
}
