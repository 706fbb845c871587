package dev.sealpost.source;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.convert.DurationStyle;

/**
 * The Camel component {@code poll:}. {@code from: poll:orders?interval=1m} runs its route again and again, in one place of all
 * nodes at a time, and keeps between the runs how far it has come. Camel makes one for each context, so that routes can be
 * checked where nothing runs; what a running one needs is asked for when a route starts.
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
            // Without its cause: of a chain the operator is shown the innermost, and that does not know the option.
            throw new IllegalArgumentException(
                    "the option interval=" + text + ": a time such as 500ms, 5s, 30m or 2h is expected");
        }
    }
}
