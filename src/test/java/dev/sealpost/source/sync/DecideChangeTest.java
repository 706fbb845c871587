package dev.sealpost.source.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.source.webhook.Version;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecideChangeTest {

    private static final Direction RIGHTWARD = new Direction("contacts", "left", "right");

    private static String hash(String json) {
        return ContentHash.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean wins(Direction direction, String version, String other) {
        ContentState state = new ContentState(Optional.of("x"), Version.parse(version));
        return new ConflictRule.Newest()
                .isWonBy(
                        new Change(direction, "1", state, false),
                        new ContentState(Optional.of("y"), Version.parse(other)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T10:00:00Z, 2026-11-30T09:59:59.999Z",
        "2026-11-30T10:00:00Z, 2026-11-30T11:00:00+02:00",
        "10, 9.5",
        "7, 7"
    })
    void exactlyOneOfTwoConcurrentChangesWins(String one, String other) {
        Direction leftward = new Direction("contacts", "right", "left");

        assertThat(wins(RIGHTWARD, one, other)).isTrue();
        assertThat(wins(leftward, other, one)).isFalse();
        assertThat(wins(RIGHTWARD, other, one)).isEqualTo(one.equals(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":[1.10,true],\"a\":\"x\"}",
                "{ \"a\" : \"\\u0078\", \"b\" : [1.1, true], \"c\": null }",
                "{\"a\":\"x\",\"b\":[11e-1,true]}"
            })
    void aHashIsOfTheContent(String json) {
        assertThat(hash(json)).isEqualTo(hash("{\"a\":\"x\",\"b\":[1.1,true]}"));
    }

    @Test
    void theWayANumberIsWrittenIsNoContent() {
        assertThat(hash("{\"a\":[100,0]}"))
                .isEqualTo(hash("{\"a\":[1e2,0.00]}"))
                .isEqualTo(hash("{\"a\":[100.0,-0.0]}"))
                .isNotEqualTo(hash("{\"a\":[10,0]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"x\",\"b\":[true,1.1]}",
                "{\"a\":\"x\",\"b\":[1.1,\"true\"]}",
                "{\"a\":\"x\",\"b\":[\"1.1\",true]}",
                "{\"a\":\"x \",\"b\":[1.1,true]}",
                "{\"a\":\"\",\"b\":[1.1,true]}",
                "{\"b\":[1.1,true]}",
                "{\"a\":\"x\",\"b\":{\"0\":1.1,\"1\":true}}",
                "{\"a\":\"x\",\"b\":[1.100000000000000000001,true]}"
            })
    void anotherContentHasAnotherHash(String json) {
        assertThat(hash(json)).isNotEqualTo(hash("{\"a\":\"x\",\"b\":[1.1,true]}"));
    }

    @Test
    void saysWhatTheBodyMustBe() {
        assertThatThrownBy(() -> hash("[1]"))
                .hasMessageContaining("JSON object")
                .hasMessageContaining("jq");
        assertThatThrownBy(() -> hash("x")).hasMessageContaining("JSON object");
    }

    @Test
    void saysWhatTheOptionsMustBe() {
        assertThatThrownBy(() -> new Direction("contacts", "left", "")).hasMessageContaining("the option to");
        assertThatThrownBy(() -> new Direction("contacts", "left", "left")).hasMessageContaining("two systems");
        assertThatThrownBy(() -> new Direction("Contacts", "left", "right")).hasMessageContaining("\"Contacts\"");
        assertThatThrownBy(() -> ConflictRule.parse("oldest", RIGHTWARD))
                .hasMessageContaining("newest")
                .hasMessageContaining("left or right");
        assertThatThrownBy(() -> IdMapOperation.parse("get")).hasMessageContaining("find, receive, link");
    }
}
