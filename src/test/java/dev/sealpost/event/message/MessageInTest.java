package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sealpost.event.EventType;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInTest {

    @Test
    void readsEveryMember() {
        MessageIn message = parse("""
                {"eventType": "order.created", "eventId": "order-1", "channels": ["eu", "shop.2"], "tags": ["a"],
                 "payload": {"a": 1}}""");

        assertThat(message.labels())
                .isEqualTo(new Labels(
                        new EventType("order.created"), Optional.of("order-1"), List.of("eu", "shop.2"), List.of("a")));
    }

    @Test
    void readsWhenItExpires() {
        Instant published = Instant.parse("2026-01-02T03:04:05Z");

        assertThat(parse("{\"eventType\":\"a\",\"payload\":{}}").expiry()).isEmpty();
        assertThat(parse("{\"eventType\":\"a\",\"payload\":{},\"expiresAt\":null,\"expireAfter\":null}")
                        .expiry())
                .isEmpty();
        assertThat(parse("{\"eventType\":\"a\",\"payload\":{},\"expireAfter\":90}")
                        .expiry()
                        .map(expiry -> expiry.of(published)))
                .contains(published.plusSeconds(90));
        assertThat(parse("{\"expiresAt\":\"2026-01-02T04:04:05.5+01:00\",\"eventType\":\"a\",\"payload\":{}}")
                        .expiry()
                        .map(expiry -> expiry.of(published)))
                .contains(published.plusMillis(500));
    }

    @Test
    void readsForHowLongThePayloadIsKept() {
        assertThat(parse("{\"eventType\":\"a\",\"payload\":{},\"payloadRetentionPeriod\":90}")
                        .period())
                .contains(new PayloadPeriod(90));
        assertThat(parse("{\"eventType\":\"a\",\"payload\":{},\"payloadRetentionPeriod\":null}")
                        .period())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expiresAt\":\"tomorrow\" | /expiresAt",
                "\"expiresAt\":\"2026-01-02T03:04:05\" | /expiresAt",
                "\"expiresAt\":\"+999999999-01-02T03:04:05Z\" | /expiresAt",
                "\"expiresAt\":1767323045 | /expiresAt",
                "\"expireAfter\":0 | /expireAfter",
                "\"expireAfter\":-1 | /expireAfter",
                "\"expireAfter\":1.5 | /expireAfter",
                "\"expireAfter\":\"60\" | /expireAfter",
                "\"expireAfter\":315360001 | /expireAfter",
                "\"expireAfter\":99999999999999999999 | /expireAfter",
                "\"expireAfter\":60,\"expiresAt\":\"2026-01-02T03:04:05Z\" | /expireAfter",
                "\"expireAfter\":60,\"expireAfter\":60 | /expireAfter",
                "\"payloadRetentionPeriod\":4 | /payloadRetentionPeriod",
                "\"payloadRetentionPeriod\":91 | /payloadRetentionPeriod",
                "\"payloadRetentionPeriod\":7.5 | /payloadRetentionPeriod",
                "\"payloadRetentionPeriod\":\"30\" | /payloadRetentionPeriod",
                "\"payloadRetentionPeriod\":99999999999 | /payloadRetentionPeriod",
                "\"payloadRetentionPeriod\":9,\"payloadRetentionPeriod\":9 | /payloadRetentionPeriod"
            })
    void refusesATimeThatCannotBeTaken(String member, String pointer) {
        assertThatExceptionOfType(InvalidFieldsException.class)
                .isThrownBy(() -> parse("{\"eventType\":\"a\",\"payload\":{}," + member + "}"))
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::pointer)
                        .containsExactly(pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"amount\":1.10,\"big\":12345678901234567890.000}",
                "{ \"a\" :\n\t[ 1 , 2 ]  }",
                "{\"a\":1,\"a\":2}",
                "{\"quote\":\"\\\"}{\\\\\",\"escaped\":\"\\u00e9\\ud83d\\ude00\"}",
                "{\"é\":\"日本語 😀\"}",
                "{\"eventType\":\"not this one\",\"payload\":{\"payload\":{}}}",
                "{\"n\":1e400,\"z\":-0.0}"
            })
    void takesThePayloadByteForByte(String payload) {
        MessageIn message = parse("{\"é\":\"ü\",\"payload\":  " + payload + " ,\"eventType\":\"a.b\"}");

        assertThat(new String(message.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(payload);
    }

    @Test
    void takesALargePayloadByteForByte() {
        String payload = "{\"text\":\"" + "é{}\\\"".repeat(100_000) + "\"}";

        MessageIn message = parse("{\"eventType\":\"a\",\"payload\":" + payload + "}");

        assertThat(message.payload().bytes()).isEqualTo(payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEscapesInNamesAndValues() {
        MessageIn message = parse("{\"event\\u0054ype\":\"order\\u002ecreated\",\"p\\u0061yload\":{\"\\u0061\":1}}");

        assertThat(message.labels().type().name()).isEqualTo("order.created");
        assertThat(new String(message.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"\\u0061\":1}");
    }

    @Test
    void reportsMembersItDoesNotKnow() {
        MessageIn message = parse("""
                {"application": null, "transformationsParams": {}, "id": {"payload": [1]}, "payloadRetentionPeriod": 90,
                 "x/y": {"payload": 1}, "eventType": "a", "payload": {}}""");

        assertThat(message.labels()).isEqualTo(Labels.of(new EventType("a")));
        assertThat(message.ignored()).containsExactly("/x~1y");
    }

    @Test
    void takesNullForWhatIsOptional() {
        MessageIn message =
                parse("{\"eventType\":\"a\",\"payload\":{},\"eventId\":null,\"channels\":null,\"tags\":null}");

        assertThat(message.labels()).isEqualTo(Labels.of(new EventType("a")));
    }

    @Test
    void keepsAChannelOnce() {
        assertThat(parse("{\"eventType\":\"a\",\"payload\":{},\"channels\":[\"x\",\"y\",\"x\"]}")
                        .labels()
                        .channels())
                .containsExactly("x", "y");
    }

    @Test
    void refusesAByteOrderMark() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> parse("\uFEFF{\"eventType\":\"a\",\"payload\":{\"é\":1}}"))
                .withMessageContaining("byte order mark");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"payload\":{}}|/eventType|required",
                "{\"eventType\":\"a\"}|/payload|required",
                "{\"eventType\":null,\"payload\":{}}|/eventType|string",
                "{\"eventType\":7,\"payload\":{}}|/eventType|string",
                "{\"eventType\":\"a b\",\"payload\":{}}|/eventType|event type",
                "{\"eventType\":\"\",\"payload\":{}}|/eventType|event type",
                "{\"eventType\":\"order.*\",\"payload\":{}}|/eventType|event type",
                "{\"eventType\":\"a\",\"payload\":[1]}|/payload|object",
                "{\"eventType\":\"a\",\"payload\":\"x\"}|/payload|object",
                "{\"eventType\":\"a\",\"payload\":null}|/payload|object",
                "{\"eventType\":\"a\",\"payload\":{},\"payload\":{}}|/payload|duplicate member",
                "{\"eventType\":\"a\",\"eventType\":\"b\",\"payload\":{}}|/eventType|duplicate member",
                "{\"eventType\":\"a\",\"payload\":{},\"eventId\":\"a b\"}|/eventId|uid",
                "{\"eventType\":\"a\",\"payload\":{},\"eventId\":\"msg_1\"}|/eventId|msg_",
                "{\"eventType\":\"a\",\"payload\":{},\"channels\":\"x\"}|/channels|list",
                "{\"eventType\":\"a\",\"payload\":{},\"channels\":[\"x\",3]}|/channels/1|string",
                "{\"eventType\":\"a\",\"payload\":{},\"channels\":[\"x\",[\"y\"]]}|/channels/1|string",
                "{\"eventType\":\"a\",\"payload\":{},\"channels\":[\"a,b\"]}|/channels/0|channel",
                "{\"eventType\":\"a\",\"payload\":{},\"channels\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}|/channels|at most 5",
                "{\"eventType\":\"a\",\"payload\":{},\"tags\":[\"\"]}|/tags/0|tag",
                "[]|''|object",
                "\"text\"|''|object",
            })
    void saysWhichMemberIsWrong(String body, String pointer, String message) {
        InvalidFieldsException invalid = catchThrowableOfType(InvalidFieldsException.class, () -> parse(body));

        assertThat(invalid.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(pointer);
            assertThat(violation.message()).contains(message);
        });
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        InvalidFieldsException invalid = catchThrowableOfType(
                InvalidFieldsException.class, () -> parse("{\"eventType\":\" \",\"payload\":1,\"tags\":[1,2]}"));

        assertThat(invalid.violations())
                .extracting(Violation::pointer)
                .containsExactly("/eventType", "/payload", "/tags/0", "/tags/1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1|1",
                "{|1|2",
                "{\"eventType\":\"a\",}|1|17",
                "{'eventType':'a'}|1|2",
                "{\"eventType\":\"a\",\"payload\":{}} x|1|33",
                "{\"eventType\":\"a\",\"payload\":{}}{}|1|31",
                "{\"eventType\":\"a\",\"payload\":{\"a\":01}}|1|33",
                "{\"eventType\":\"a\",\"payload\":{\"a\":NaN}}|1|36",
                "{\"eventType\":\"a\",\"payload\":{\"a\":\"\\x\"}}|1|34",
                "{\"eventType\":\"a\",\"payload\":{\"a\":1}|1|35",
            })
    void saysWhereMalformedJsonIsWrong(String body, int line, int column) {
        MalformedJsonException malformed = catchThrowableOfType(MalformedJsonException.class, () -> parse(body));

        assertThat(malformed.line()).isEqualTo(line);
        assertThat(malformed.column()).isBetween(column - 1, column + 2);
    }

    @Test
    void countsLines() {
        MalformedJsonException malformed =
                catchThrowableOfType(MalformedJsonException.class, () -> parse("{\n\"payload\": {\n  oops\n}}"));

        assertThat(malformed.line()).isEqualTo(3);
    }

    @Test
    void refusesControlCharactersInStrings() {
        assertThat(catchThrowableOfType(
                        MalformedJsonException.class,
                        () -> parse("{\"eventType\":\"a\",\"payload\":{\"a\":\"line\nbreak\"}}")))
                .isNotNull();
    }

    @Test
    void refusesBytesThatAreNotUtf8WithTheirPosition() {
        byte[] body = "{\"eventType\":\"a\",\n\"payload\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
        int at = new String(body, StandardCharsets.UTF_8).indexOf('?');
        body[at] = (byte) 0xE9;

        MalformedJsonException malformed =
                catchThrowableOfType(MalformedJsonException.class, () -> MessageIn.parse(body, UnknownMembers.REFUSE));

        assertThat(malformed.line()).isEqualTo(2);
        assertThat(malformed.column()).isEqualTo(at - 17);
        assertThat(malformed).hasMessageContaining("UTF-8");
    }

    @Test
    void refusesUtf16() {
        byte[] body = "{\"eventType\":\"a\",\"payload\":{}}".getBytes(StandardCharsets.UTF_16BE);

        assertThat(catchThrowableOfType(
                        MalformedJsonException.class, () -> MessageIn.parse(body, UnknownMembers.REFUSE)))
                .isNotNull();
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(Json.DEEPEST) + "]".repeat(Json.DEEPEST);

        assertThat(catchThrowableOfType(
                        MalformedJsonException.class,
                        () -> parse("{\"eventType\":\"a\",\"payload\":{\"a\":" + deep + "}}")))
                .isNotNull();
    }

    @Test
    void takesNestingUpToTheLimit() {
        int depth = Json.DEEPEST - 2;
        String payload = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

        assertThat(parse("{\"eventType\":\"a\",\"payload\":" + payload + "}")
                        .payload()
                        .size())
                .isEqualTo(payload.length());
    }

    private static MessageIn parse(String body) {
        return MessageIn.parse(body.getBytes(StandardCharsets.UTF_8), UnknownMembers.REPORT);
    }
}
