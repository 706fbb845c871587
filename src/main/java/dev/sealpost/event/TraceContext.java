package dev.sealpost.event;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Trace context of an event, set by its producer: <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a>. Invalid values count as missing.
 *
 * @param parent {@code traceparent}, without the extensions of later versions
 * @param state {@code tracestate} as received
 */
public record TraceContext(String parent, Optional<String> state) {

    /** Name of the header and of the message property. */
    public static final String PARENT = "traceparent";

    /** Name of the header and of the message property. */
    public static final String STATE = "tracestate";

    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** Known flags: sampled, and random trace id. All others must be set to zero when passed on. */
    private static final int KNOWN_FLAGS = 0x03;

    /** Minimum length that the specification requires to pass on. */
    private static final int LONGEST_STATE = 512;

    private static final int MOST_MEMBERS = 32;
    private static final Pattern MEMBER =
            Pattern.compile("[a-z0-9][a-z0-9_\\-*/@]{0,255}=[ -~&&[^,=]]{0,255}[!-~&&[^,=]]");

    /**
     * Checks both headers.
     *
     * @throws IllegalArgumentException if the parent is invalid
     */
    public TraceContext {
        if (!isValid(parent)) {
            throw new IllegalArgumentException("invalid traceparent");
        }
        state = state.filter(TraceContext::isState);
    }

    /** Reads both headers of a request; each may be repeated. */
    public static Optional<TraceContext> of(List<String> parents, List<String> states) {
        // The specification allows one parent only.
        return parents.size() == 1
                ? of(parents.getFirst(), states.isEmpty() ? Optional.empty() : Optional.of(String.join(",", states)))
                : Optional.empty();
    }

    public static Optional<TraceContext> of(String parent, Optional<String> state) {
        String text = parent.strip();
        return isValid(text)
                ? Optional.of(new TraceContext(text.substring(0, LENGTH), state.map(String::strip)))
                : Optional.empty();
    }

    /** Parses the result of {@link #text}. */
    static Optional<TraceContext> parse(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? of(text, Optional.empty()) : of(text.substring(0, end), Optional.of(text.substring(end + 1)));
    }

    /** Returns the text for a column. */
    String text() {
        return state.map(value -> parent + ' ' + value).orElse(parent);
    }

    /** Returns a {@code traceparent} with the same trace and a new span id. */
    public String newParent() {
        int flags = HexFormat.fromHexDigits(parent, LENGTH - 2, LENGTH) & KNOWN_FLAGS;
        return "00-" + traceId() + '-' + HexFormat.of().toHexDigits(newSpan()) + '-'
                + HexFormat.of().toHexDigits((byte) flags);
    }

    /** Returns the trace id, 32 hexadecimal digits. */
    public String traceId() {
        return parent.substring(3, 35);
    }

    private static long newSpan() {
        long span = ThreadLocalRandom.current().nextLong();
        return span == 0 ? 1 : span;
    }

    /** Validates a parent; later versions may append more. */
    private static boolean isValid(String text) {
        if (text.length() < LENGTH
                || !FORM.matcher(text).region(0, LENGTH).matches()
                || text.startsWith("ff")
                || text.regionMatches(3, NO_TRACE, 0, NO_TRACE.length())
                || text.regionMatches(36, NO_SPAN, 0, NO_SPAN.length())) {
            return false;
        }
        return text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-');
    }

    private static boolean isState(String text) {
        if (text.isEmpty() || text.length() > LONGEST_STATE) {
            return false;
        }
        String[] members = text.split(",", -1);
        if (members.length > MOST_MEMBERS) {
            return false;
        }
        boolean hasMember = false;
        for (String member : members) {
            String stripped = member.strip();
            if (!stripped.isEmpty()) {
                hasMember = true;
                if (!MEMBER.matcher(stripped).matches()) {
                    return false;
                }
            }
        }
        return hasMember;
    }
}
