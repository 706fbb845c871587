package dev.sealpost.eventtype;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What happens to an event that does not fit the schema of its type. */
public enum SchemaMode {
    /** Nothing: the schema only describes. */
    OFF,
    /** It is accepted, and logged. */
    WARN,
    /** It is refused with 422, or parked where nobody waits for an answer. */
    REJECT;

    /** Returns the word used in rows and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(SchemaMode::word).toList();
    }

    /**
     * Finds the mode with this word.
     *
     * @throws IllegalArgumentException with a message for users, if there is none
     */
    public static SchemaMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("one of these is expected: " + String.join(", ", words())));
    }
}
