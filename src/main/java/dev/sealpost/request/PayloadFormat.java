package dev.sealpost.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Format in which an endpoint gets events. */
public enum PayloadFormat {
    /** The payload as it was published (Standard Webhooks 1.0). */
    STANDARD_WEBHOOKS,
    /** The payload, with the attributes in headers (HTTP protocol binding for CloudEvents 1.0.2, section 3.1). */
    CLOUDEVENTS_BINARY,
    /** The payload in a JSON object with the attributes (section 3.2 of the same binding). */
    CLOUDEVENTS_STRUCTURED;

    /** Returns the word used in rows and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds the format with this word.
     *
     * @throws IllegalArgumentException with a message for users, if there is none
     */
    public static PayloadFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of these is expected: "
                        + Arrays.stream(values()).map(PayloadFormat::word).collect(Collectors.joining(", "))));
    }
}
