package dev.sealpost.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Labels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionsTest {

    static Stream<Arguments> filters() {
        List<String> none = List.of();
        return Stream.of(
                arguments(none, none, "order.created", none, true),
                arguments(none, none, "order.created", List.of("eu"), true),
                arguments(List.of("order.*"), none, "order.created", none, true),
                arguments(List.of("order.*"), none, "user.created", none, false),
                arguments(List.of("user.created", "order.*"), none, "order.created", none, true),
                arguments(none, List.of("eu"), "order.created", List.of("eu"), true),
                arguments(none, List.of("eu"), "order.created", List.of("us", "eu"), true),
                arguments(none, List.of("eu", "us"), "order.created", List.of("us"), true),
                arguments(none, List.of("eu"), "order.created", List.of("us"), false),
                arguments(none, List.of("eu"), "order.created", none, false),
                arguments(List.of("order.*"), List.of("eu"), "order.created", List.of("us"), false),
                arguments(List.of("user.*"), List.of("eu"), "order.created", List.of("eu"), false));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void wantsAnEventThatPassesBothTypesAndChannels(
            List<String> patterns, List<String> wanted, String type, List<String> channels, boolean expected) {
        Filter filter = new Filter(patterns.stream().map(EventTypePattern::new).toList(), wanted);
        Labels labels = new Labels(new EventType(type), Optional.empty(), channels, List.of());

        assertThat(Subscriptions.wants(filter, labels)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"paid,paid,true", "paid,new,false", "paid,'',false", "'','',true", "'',paid,true"})
    void wantsAnEventWithOneOfItsTags(String wanted, String tag, boolean expected) {
        Filter filter = new Filter(List.of(), List.of(), list(wanted));
        Labels labels = new Labels(new EventType("order.created"), Optional.empty(), List.of(), list(tag));

        assertThat(Subscriptions.wants(filter, labels)).isEqualTo(expected);
    }

    private static List<String> list(String name) {
        return name.isEmpty() ? List.of() : List.of(name);
    }
}
