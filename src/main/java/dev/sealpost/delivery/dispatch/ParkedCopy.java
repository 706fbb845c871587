package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.message.CloudEventMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Properties of a parked message: the reason, the properties of the event, and all other headers for inspection. */
public final class ParkedCopy {

    /** Properties of an event, restored when it is sent back; those of a CloudEvent come in addition. */
    private static final List<String> EVENT_PROPERTIES = List.of(
            MessageProperties.APPLICATION,
            MessageProperties.TYPE,
            MessageProperties.ID,
            MessageProperties.UID,
            MessageProperties.CHANNELS,
            MessageProperties.TAGS,
            MessageProperties.CONTENT_TYPE,
            MessageProperties.TIME,
            MessageProperties.EXPIRES_AT,
            MessageProperties.SIZE,
            MessageProperties.RUN,
            MessageProperties.SEQUENCE,
            MessageProperties.PAYLOAD_PERIOD,
            MessageProperties.HOPS,
            TraceContext.PARENT,
            TraceContext.STATE,
            ReceivedMessage.CONTENT_TYPE);

    public static final String CUT = "…[cut]";

    private static final int LONGEST_PROPERTY = 2_000;
    private static final int LONGEST_HEADER = 1_000;
    /** Limit of all headers together: they must fit into one record of the journal. */
    private static final int LONGEST_HEADERS = 32_000;

    private ParkedCopy() {}

    /**
     * Returns the names of the properties of an event.
     *
     * @param has tests whether the message has a property
     */
    public static List<String> kept(Predicate<String> has) {
        return Stream.concat(EVENT_PROPERTIES.stream(), CloudEventMessage.properties(has))
                .toList();
    }

    /** Returns the properties of a parked message without headers. */
    static Map<String, String> properties(String reason) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Addresses.PARKED_REASON, StorableText.of(reason, StorableText.REASON));
        return properties;
    }

    /** @param headers all headers of the original message */
    static Map<String, String> properties(String reason, Map<String, String> headers) {
        Map<String, String> properties = properties(reason);
        kept(headers::containsKey)
                .forEach(name -> Optional.ofNullable(headers.get(name))
                        .ifPresent(value -> properties.put(name, bounded(value, LONGEST_PROPERTY))));
        properties.put(Addresses.PARKED_HEADERS, write(headers));
        return properties;
    }

    private static String write(Map<String, String> headers) {
        Map<String, String> written = new LinkedHashMap<>();
        int room = LONGEST_HEADERS;
        for (Map.Entry<String, String> each : new TreeMap<>(headers).entrySet()) {
            String name = bounded(each.getKey(), LONGEST_HEADER);
            String value = bounded(each.getValue(), LONGEST_HEADER);
            room -= name.length() + value.length();
            if (room < 0) {
                written.put("…", headers.size() - written.size() + " more");
                break;
            }
            written.put(name, value);
        }
        return JsonColumns.text(written);
    }

    /** Parses the headers written by {@link #properties(String, Map)}; empty when there are none. */
    public static Map<String, String> headers(Optional<String> written) {
        try {
            return written.<Map<String, String>>map(text -> new TreeMap<>(JsonColumns.map(text)))
                    .orElse(Map.of());
        } catch (IllegalStateException e) {
            return Map.of();
        }
    }

    private static String bounded(String value, int longest) {
        String storable = StorableText.of(value, longest);
        return value.length() <= longest ? storable : storable + CUT;
    }
}
