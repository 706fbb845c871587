package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypePatternTest {

    @ParameterizedTest
    @CsvSource({
        "order.created,      order.created,      true",
        "order.created,      order.creates,      false",
        "order.created,      order.created.late, false",
        "order.created,      Order.created,      false",
        "*,                  order,              true",
        "*,                  order.item.added,   true",
        "order.*,            order.created,      true",
        "order.*,            order.item.added,   true",
        "order.*,            order,              false",
        "order.*,            orders.created,     false",
        "order.*.added,      order.item.added,   true",
        "order.*.added,      order.a.b.added,    false",
        "order.*.added,      order.added,        false",
        "*.created,          order.created,      true",
        "*.created,          a.order.created,    false",
        "*.created,          order.deleted,      false",
        "*.*,                order,              false",
        "*.*,                order.created,      true",
        "*.*,                order.item.added,   true",
        "order.*.*,          order.created,      false",
        "order.*.*,          order.item.added,   true",
    })
    void matchesSegmentBySegment(String pattern, String type, boolean expected) {
        assertThat(new EventTypePattern(pattern).matches(new EventType(type))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "order.", ".order", "order..x", "order*", "or*er.x", "**", "order.**", "a b", "ö", "a\n"
            })
    void refusesWhatIsNoPattern(String text) {
        assertThatThrownBy(() -> new EventTypePattern(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "order.", ".order", "order..x", "order.*", "*", "a b", "a/b", "ö", "a\n", "a\u0000"})
    void refusesWhatIsNoEventType(String text) {
        assertThatThrownBy(() -> new EventType(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event type");
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 100_000})
    void refusesWhatIsTooLongBeforeLookingAtIt(int length) {
        String name = "a".repeat(length);

        assertThatThrownBy(() -> new EventType(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EventTypePattern(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new EventType("a".repeat(256)).name()).hasSize(256);
    }
}
