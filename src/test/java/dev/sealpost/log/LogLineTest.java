package dev.sealpost.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.CoreConstants;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** Text of strangers stays one value of one log line. */
class LogLineTest {

    private final LoggerContext context = new LoggerContext();
    private final LineOrStructureEncoder encoder = new LineOrStructureEncoder();

    @BeforeEach
    void start() {
        Map<String, String> words = new HashMap<>(Map.of(
                "msg", MessageConverter.class.getName(),
                "kvp", PairsConverter.class.getName(),
                "ex", FailureConverter.class.getName()));
        context.putObject(CoreConstants.PATTERN_RULE_REGISTRY, words);
        encoder.setContext(context);
        encoder.setPattern("%msg %kvp%n%ex");
        encoder.start();
    }

    private LoggingEvent event(String template, @Nullable Throwable failure, Object... arguments) {
        return new LoggingEvent("", context.getLogger("x"), Level.INFO, template, failure, arguments);
    }

    private String line(String template, Object... arguments) {
        return written(event(template, null, arguments));
    }

    private String written(LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8).strip();
    }

    private String pair(Object value) {
        LoggingEvent event = event("x", null);
        event.addKeyValuePair(new KeyValuePair("key", value));
        return written(event);
    }

    // Fault 55.
    @Test
    void keepsAStrangersLineEndsAndEscapeSequencesInTheirLine() {
        assertThat(line("message.parked application={}", "shop\r\n\u001b[31m2030 ERROR forged"))
                .isEqualTo("message.parked application=\"shop\\r\\n\\u001b[31m2030 ERROR forged\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain-1.5:8080/x?y | plain-1.5:8080/x?y",
                "two words          | \"two words\"",
                "a=b                | \"a=b\"",
                "say \"no\"         | \"say \\\"no\\\"\"",
                "it's               | \"it's\"",
                "[a]                | \"[a]\"",
                "back\\slash        | \"back\\\\slash\"",
                "``                 | \"\"",
                "Grüße              | Grüße"
            })
    void quotesAValueThatWouldBeReadAsMore(String value, String expected) {
        assertThat(line("it.happened key={}", value)).isEqualTo("it.happened key=" + expected);
        assertThat(pair(value)).isEqualTo("x key=" + expected);
    }

    /** Every character that is no text, in every place of a line. */
    @Test
    void writesNoControlCharacterWhateverItIsAndWhereverItStands() {
        List<String> hostile = IntStream.concat(
                        IntStream.range(0, 0x20),
                        IntStream.concat(
                                IntStream.rangeClosed(0x7f, 0x9f),
                                IntStream.of(0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xd800, 0xe0001)))
                .mapToObj(c -> "a" + Character.toString(c) + "b")
                .toList();
        for (String text : hostile) {
            LoggingEvent failed = event(text, new IllegalStateException(text, new IllegalArgumentException(text)));
            failed.addKeyValuePair(new KeyValuePair(text, text));

            List<String> lines = List.of(line("x={}", text), line("x \"{}\" {}", text, text), line(text), pair(text));
            String trace = written(failed);

            assertThat(lines).allMatch(line -> line.codePoints().allMatch(LogLineTest::isText), text);
            assertThat(trace.lines().filter(line -> !line.startsWith("\t")))
                    .as(trace)
                    .hasSize(3)
                    .allMatch(line -> line.codePoints().allMatch(LogLineTest::isText));
        }
    }

    private static boolean isText(int c) {
        return c >= 0x20
                && !(c >= 0x7f && c <= 0x9f)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE
                && c != 0x2028
                && c != 0x2029;
    }

    private record Succeeded() {}

    private record TimedOut(int after) {}

    private record Id(String value) {
        @Override
        public String toString() {
            return value;
        }
    }

    // Fault 55.
    @Test
    void writesRecordsOptionalsAndListsAsWords() {
        assertThat(line("x a={} b={} c={}", new Succeeded(), new TimedOut(3), new Id("app_1")))
                .isEqualTo("x a=succeeded b=\"timed-out after=3\" c=app_1");
        assertThat(line("x a={} b={} c={}", Optional.empty(), Optional.of(new Id("e")), List.of("1", "2")))
                .isEqualTo("x a=none b=e c=1,2");
    }

    @Test
    void endsNoQuotesThatTheMessageHasAlready() {
        assertThat(line("x reason=\"{}\" y={}", "say \"no\" level=ERROR", 1))
                .isEqualTo("x reason=\"say \\\"no\\\" level=ERROR\" y=1");
    }

    // Fault 55.
    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void quotesInAStructureAsInALine(String format) throws Exception {
        LineOrStructureEncoder structure = new LineOrStructureEncoder();
        context.putObject(Environment.class.getName(), new MockEnvironment());
        structure.setContext(context);
        structure.setPattern("%msg%n");
        structure.setFormat(format);
        structure.start();
        LoggingEvent event = event(
                "event.accepted application={} outcome={}",
                new IllegalStateException("no"),
                "shop\r\n\u001b[31m\u202e eventId=forged",
                new Succeeded());
        event.setMDCPropertyMap(Map.of());

        String written = new String(structure.encode(event), StandardCharsets.UTF_8);

        JsonNode json = new ObjectMapper().readTree(written);
        assertThat(written.lines()).hasSize(1);
        assertThat(json.findValuesAsText(format.equals("gelf") ? "short_message" : "message"))
                .contains(
                        "event.accepted application=\"shop\\r\\n\\u001b[31m\\u202e eventId=forged\" outcome=succeeded");
        assertThat(written).contains("INFO", "IllegalStateException");
    }

    @Test
    void showsAPageOfItsOwnAsItIs() {
        LoggingEvent page = event("one\ntwo", null);
        page.addMarker(LogMessage.PAGE);

        assertThat(written(page)).isEqualTo("one\ntwo");
    }
}
