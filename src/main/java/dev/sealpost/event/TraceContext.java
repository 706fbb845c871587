package dev.sealpost.event;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The trace that an event belongs to, as its producer named it: <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a>. What is not valid by that specification counts as not there.
 *
 * @param parent a {@code traceparent}, without what later versions may put after the part that all have
 * @param state the {@code tracestate} as it came
 */
public record TraceContext(String parent, Optional<String> state) {

    /** The name of the header, and of the property of a message. */
    public static final String PARENT = "traceparent";

    /** The name of the header, and of the property of a message. */
    public static final String STATE = "tracestate";

    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** The flags that are known: sampled, and that the trace id is random. Others are set to zero by whoever passes them on. */
    private static final int KNOWN_FLAGS = 0x03;

    /** What the specification asks every one to pass on at least. */
    private static final int LONGEST_STATE = 512;

    private static final int MOST_MEMBERS = 32;
    private static final Pattern MEMBER =
            Pattern.compile("[a-z0-9][a-z0-9_\\-*/@]{0,255}=[ -~&&[^,=]]{0,255}[!-~&&[^,=]]");

    /**
     * Checks both headers.
     *
     * @throws IllegalArgumentException when the parent is not valid
     */
    public TraceContext {
        if (!isValid(parent)) {
            throw new IllegalArgumentException("this is no traceparent");
        }
        state = state.filter(TraceContext::isState);
    }

    /** Reads the two headers of a request; each may be there more than once. */
    public static Optional<TraceContext> of(List<String> parents, List<String> states) {
        // Two parents contradict each other, and the specification knows one only.
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

    /** Reads what {@link #text} wrote. */
    static Optional<TraceContext> parse(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? of(text, Optional.empty()) : of(text.substring(0, end), Optional.of(text.substring(end + 1)));
    }

    /** In one text, for a column. */
    String text() {
        return state.map(value -> parent + ' ' + value).orElse(parent);
    }

    /** The {@code traceparent} for one step of ours: the same trace, and a new id for the step. */
    public String newParent() {
        int flags = HexFormat.fromHexDigits(parent, LENGTH - 2, LENGTH) & KNOWN_FLAGS;
        return "00-" + traceId() + '-' + HexFormat.of().toHexDigits(newSpan()) + '-'
                + HexFormat.of().toHexDigits((byte) flags);
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return parent.substring(3, 35);
    }

    private static long newSpan() {
        long span = ThreadLocalRandom.current().nextLong();
        return span == 0 ? 1 : span;
    }

    /** A later version may have more after the part that this one knows. */
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
