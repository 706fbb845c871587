package dev.sealpost.application;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an application does with an event whose type is not known. */
public enum UnknownTypes {
    ALLOW,
    /** It is accepted, and logged. */
    WARN,
    REFUSE;

    /** Returns the word used in rows and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(UnknownTypes::word).toList();
    }

    /**
     * Finds the rule with this word.
     *
     * @throws IllegalArgumentException with a message for users, if there is none
     */
    public static UnknownTypes of(String word) {
        return Arrays.stream(values())
                .filter(rule -> rule.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("one of these is expected: " + String.join(", ", words())));
    }
}
