package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Through which routes an event came to be, so that events that lead to themselves for ever are noticed. An event that no
 * route published while it worked on another one has none.
 *
 * @param count how many routes
 * @param chain the type of the first event, and a route and the type of its event for each hop, such as
 *     {@code order.created > orders-to-stock > stock.reserved}. At most {@value #LONGEST} characters: the oldest are left out.
 *     A type is followed by {@code @} and an application where that is another one than the hop before.
 */
public record Hops(int count, String chain) {

    private static final int LONGEST = 1000;
    private static final int LONGEST_SHOWN = 300;
    private static final String NEXT = " > ";
    private static final String CUT = "…";

    public Hops {
        if (count < 1 || chain.length() > LONGEST) {
            throw new IllegalArgumentException("these are no hops");
        }
    }

    /** Those of the event that a route publishes while it works on another one. */
    public static Hops after(Event parent, String routeId, EventType type, ApplicationId application) {
        Optional<Hops> before = parent.content().hops();
        String start = before.map(Hops::chain).orElse(parent.type().name());
        String other = application.equals(parent.application()) ? "" : "@" + application.value();
        return new Hops(
                before.map(Hops::count).orElse(0) + 1,
                lastOf(start + NEXT + routeId + NEXT + type.name() + other, LONGEST));
    }

    /** The shortest way from the last event back to one like it; the end of the chain where none is like it. */
    public String circle() {
        String[] parts = chain.split(NEXT, -1);
        int last = parts.length - 1;
        for (int i = last - 2; i > 0; i -= 2) {
            if (parts[i].equals(parts[last]) && parts[i - 1].equals(parts[last - 1])) {
                return lastOf(String.join(NEXT, Arrays.copyOfRange(parts, i, last + 1)), LONGEST_SHOWN);
            }
        }
        return lastOf(chain, LONGEST_SHOWN);
    }

    /** In one text, for a column and a message. */
    String text() {
        return count + " " + chain;
    }

    /** Reads what {@link #text} wrote; anything else, which a producer can send, counts as none. */
    static Optional<Hops> parse(String text) {
        int end = text.indexOf(' ');
        if (end < 1 || end > 6 || text.length() - end - 1 > LONGEST) {
            return Optional.empty();
        }
        try {
            int count = Integer.parseInt(text.substring(0, end));
            return count < 1 ? Optional.empty() : Optional.of(new Hops(count, text.substring(end + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String lastOf(String chain, int longest) {
        if (chain.length() <= longest) {
            return chain;
        }
        String end = chain.substring(chain.length() - longest + CUT.length());
        int next = end.indexOf(NEXT);
        return CUT + (next < 0 ? end : end.substring(next));
    }
}
