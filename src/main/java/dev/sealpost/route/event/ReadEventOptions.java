package dev.sealpost.route.event;

import dev.sealpost.delivery.Batching;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.PolicyBounds;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.endpoint.PolicyOverride.Breaker;
import dev.sealpost.endpoint.PolicyOverride.Load;
import dev.sealpost.endpoint.PolicyOverride.Retries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;

/**
 * Parses the options of an {@code event:} URI. Throws {@link IllegalArgumentException} with the option and the expected value;
 * the loader of route files adds file and line.
 */
final class ReadEventOptions {

    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
    private static final Duration MAX_DEADLINE = Duration.ofHours(1);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private final Function<String, Optional<String>> options;

    /** @param options removes an option and returns its text */
    ReadEventOptions(Function<String, Optional<String>> options) {
        this.options = options;
    }

    EventOptions read() {
        EventOptions read = readEach();
        if (read.consuming().batching().isPresent()
                && read.consuming().policy().load().concurrency().isPresent()) {
            throw new IllegalArgumentException("the options batch and concurrency exclude each other: one batch is in"
                    + " flight at a time; remove concurrency");
        }
        return read;
    }

    private EventOptions readEach() {
        return new EventOptions(
                options.apply("application").filter(name -> !name.isBlank()),
                new EventOptions.Consuming(
                        option(
                                "deadline",
                                text -> PolicyBounds.within(duration(text), SHORTEST_DEADLINE, MAX_DEADLINE)),
                        policy(),
                        batching()));
    }

    private Optional<Batching> batching() {
        Optional<Integer> size = option("batch", text -> {
            int number = whole(text);
            if (number < Batching.LEAST_SIZE || number > Batching.MOST_SIZE) {
                throw new IllegalArgumentException(
                        "a whole number from " + Batching.LEAST_SIZE + " to " + Batching.MOST_SIZE + " is expected");
            }
            return number;
        });
        Optional<Duration> timeout =
                option("batchTimeout", text -> PolicyBounds.within(duration(text), SHORTEST_TIMEOUT, MAX_TIMEOUT));
        if (size.isEmpty() && timeout.isPresent()) {
            throw new IllegalArgumentException("the option batchTimeout needs the option batch, such as batch=100");
        }
        return size.map(number -> new Batching(number, timeout.orElse(DEFAULT_TIMEOUT)));
    }

    private PolicyOverride policy() {
        return new PolicyOverride(
                new Retries(
                        option("retrySchedule", text -> PolicyBounds.delays(durations(text))),
                        option("jitter", text -> PolicyBounds.jitter(number(text))),
                        option("maxAge", text -> PolicyBounds.maxAge(duration(text)))),
                new Load(
                        option("concurrency", text -> PolicyBounds.concurrency(whole(text))),
                        option("throttleRate", text -> PolicyBounds.rate(number(text))),
                        option("throttleBurst", text -> PolicyBounds.burst(whole(text)))),
                new Breaker(
                        option("breakerFailures", text -> PolicyBounds.consecutiveFailures(whole(text))),
                        option("breakerPercent", text -> PolicyBounds.failurePercent(whole(text))),
                        option("breakerWindow", text -> PolicyBounds.window(whole(text))),
                        option("breakerOpenFor", text -> PolicyBounds.openFor(duration(text)))),
                option("ordered", ReadEventOptions::ordering),
                Optional.empty());
    }

    private <T> Optional<T> option(String name, Function<String, T> read) {
        return options.apply(name).map(text -> {
            try {
                return read.apply(text.strip());
            } catch (IllegalArgumentException e) {
                // No cause: operators see the innermost message, which would not name the option.
                throw new IllegalArgumentException("the option " + name + "=" + text + ": " + e.getMessage());
            }
        });
    }

    private static Ordering ordering(String text) {
        return switch (text) {
            case "false" -> Ordering.NONE;
            case "true" -> Ordering.STRICT;
            case "pass-dead" -> Ordering.STRICT_PASS_DEAD;
            default -> throw new IllegalArgumentException("must be true, false or pass-dead");
        };
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number", e);
        }
    }

    /** Parses a duration such as {@code 60s}. */
    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("must be a duration such as 500ms, 5s, 30m or 2h", e);
        }
    }

    /** Parses durations such as {@code 5s,5m,30m}; empty text: no retries. */
    private static List<Duration> durations(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(ReadEventOptions::duration)
                .toList();
    }
}
