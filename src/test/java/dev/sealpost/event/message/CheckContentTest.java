package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sealpost.event.Content;
import dev.sealpost.event.message.ContentCases.Case;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckContentTest {

    static List<Case> cases() {
        return ContentCases.all();
    }

    private static UnfitContentException refusal(Optional<String> label, byte[] bytes) {
        return catchThrowableOfType(UnfitContentException.class, () -> CheckContent.of(label, bytes));
    }

    private static UnfitContentException refusal(String label, String text) {
        return refusal(Optional.of(label), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Faults 6, 7, 9. */
    @ParameterizedTest
    @MethodSource("cases")
    void takesExactlyWhatFitsToItsLabelAsItIs(Case each) {
        byte[] bytes = each.kind().bytes;

        UnfitContentException refusal = refusal(each.label().text, bytes);

        if (each.fits()) {
            assertThat(refusal).isNull();
            Content content = CheckContent.of(each.label().text, bytes);
            assertThat(content.payload().bytes()).isSameAs(bytes);
            assertThat(content.type()).isEqualTo(each.label().text.orElse("application/json"));
        } else {
            assertThat(refusal).isNotNull();
            assertThat(refusal.getMessage()).doesNotContain("\r", "\n", "X-Evil", "é");
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(refusal(Optional.empty(), ContentCases.Kind.BYTE_ORDER_MARK.bytes))
                .hasMessage(
                        "the body begins with a byte order mark (UTF-8); JSON must be UTF-8 without a byte order mark (RFC 8259,"
                                + " section 8.1)");
        assertThat(refusal(Optional.empty(), ContentCases.Kind.UTF_32LE.bytes)).hasMessageContaining("is UTF-32LE");
        assertThat(refusal(Optional.empty(), ContentCases.Kind.GZIP.bytes)).hasMessageContaining("compressed (gzip)");
        assertThat(refusal("application/json", "{oops").messageAbout("payload"))
                .startsWith("payload is not JSON in UTF-8: ");
        assertThat(refusal("", "{}").messageAbout("payload")).startsWith("the content type is empty");
        assertThat(refusal("a/b; charset=x-none", "é")).hasMessageContaining("x-none");
        assertThat(refusal("a/b; charset=utf-8; charset=utf-16", "é")).hasMessageContaining("two character sets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "TEXT/Plain ;charset=us-ascii",
                "multipart/mixed; boundary=\"a b\\\"c\"",
                "application/vnd.a.b+xml;version=1;q=0.5",
                "text/plain;"
            })
    void takesMediaTypesAsHttpHasThem(String label) {
        assertThat(refusal(label, "x")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "text",
                "text/",
                "/plain",
                "text/plain/x",
                "text /plain",
                "text/plain\n",
                " text/plain",
                "text/plain; charset",
                "text/plain; charset=",
                "text/plain; a=\"b",
                "text/plain\t; a=b",
                "text/plain\u0000",
                "text/plain\u007f",
                "*/*"
            })
    void refusesWhatIsNoMediaType(String label) {
        assertThat(refusal(label, "x").part()).isEqualTo(UnfitContentException.ContentPart.LABEL);
    }

    @Test
    void refusesALabelThatIsTooLong() {
        assertThat(refusal("text/" + "x".repeat(300), "x")).hasMessageContaining("longer than 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "GZIP", "identity, gzip", "x\r\ny"})
    void refusesCompressionsByName(String encoding) {
        assertThatThrownBy(() -> CheckContent.requireUncompressed(encoding))
                .isInstanceOf(UnfitContentException.class)
                .hasMessageContaining("compressed")
                .hasMessageNotContaining("\n");
        CheckContent.requireUncompressed("identity");
        CheckContent.requireUncompressed("");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF_8, é€, true",
        "UTF_8, €, true",
        "ISO_8859_1, zwölf, false",
    })
    void readsTextInTheCharacterSetThatTheLabelNames(String charset, String text, boolean isUtf8) throws Exception {
        byte[] bytes = text.getBytes((java.nio.charset.Charset)
                StandardCharsets.class.getField(charset).get(null));

        assertThat(CheckContent.text("text/plain", bytes)).isEqualTo(isUtf8 ? Optional.of(text) : Optional.empty());
        assertThat(CheckContent.text("text/plain; charset=" + charset.replace('_', '-'), bytes))
                .contains(text);
        assertThat(CheckContent.text("nonsense", bytes).isPresent()).isEqualTo(isUtf8);
    }

    @Test
    void convertsToUtf8WhatAStrangerWritesInAnotherEncoding() {
        for (ContentCases.Kind kind : ContentCases.Kind.values()) {
            byte[] converted = ConvertToUtf8.json(Optional.of("application/json"), kind.bytes);
            if (kind.name().startsWith("UTF_") || kind == ContentCases.Kind.BYTE_ORDER_MARK) {
                assertThat(converted).as(kind.name()).isEqualTo(ContentCases.Kind.JSON.bytes);
            } else {
                assertThat(converted).as(kind.name()).isSameAs(kind.bytes);
            }
        }
        assertThat(new String(
                        ConvertToUtf8.json(
                                Optional.of("application/json; charset=iso-8859-1"), ContentCases.Kind.LATIN_1.bytes),
                        StandardCharsets.UTF_8))
                .contains("zwölf");
    }
}
