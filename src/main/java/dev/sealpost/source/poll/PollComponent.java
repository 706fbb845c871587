package dev.sealpost.source.poll;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.convert.DurationStyle;

/**
 * Camel component {@code poll:}. {@code from: poll:orders?interval=1m} runs its route periodically, on one node at a time, and
 * stores a cursor between the rounds. Each Camel context has its own component, so that routes can be checked without running;
 * what a running route needs is looked up when it starts.
 */
public final class PollComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String interval = getAndRemoveParameter(parameters, "interval", String.class, PollOptions.INTERVAL);
        String start = getAndRemoveParameter(parameters, "start", String.class, "");
        return new PollEndpoint(uri, this, new PollOptions(remaining, duration(interval), start));
    }

    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // No cause: operators see the innermost message, which would not name the option.
            throw new IllegalArgumentException(
                    "the option interval=" + text + " must be a duration such as 500ms, 5s, 30m or 2h");
        }
    }
}
