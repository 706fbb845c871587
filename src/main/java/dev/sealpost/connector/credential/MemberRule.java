package dev.sealpost.connector.credential;

import java.util.Arrays;
import java.util.List;

/**
 * Member of a credential in the file.
 *
 * @param choices allowed values; empty if any
 */
record MemberRule(String name, Type type, boolean isRequired, List<String> choices) {

    enum Type {
        TEXT("a text"),
        /** One line that must not be shown. */
        SECRET("a text"),
        /** Several lines that must not be shown, such as a PEM file. */
        SECRET_LINES("a text"),
        /** Several lines, such as a PEM file with certificates. */
        LINES("a text"),
        /** One or more texts. */
        LIST("a list of texts"),
        URL("a URL with https:// or http://"),
        SECRET_URL("a URL with https:// or http://"),
        NUMBER("a whole number from 1 to 10000"),
        MAP("a map of texts"),
        /** Map of JSON values. */
        CLAIMS("a map");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }

        boolean isMap() {
            return this == MAP || this == CLAIMS;
        }

        boolean hasLines() {
            return this == LINES || this == SECRET_LINES;
        }

        boolean isSecret() {
            return this == SECRET || this == SECRET_LINES || this == SECRET_URL;
        }
    }

    static MemberRule required(String name, Type type) {
        return new MemberRule(name, type, true, List.of());
    }

    static MemberRule optional(String name, Type type) {
        return new MemberRule(name, type, false, List.of());
    }

    static MemberRule choice(String name, String... values) {
        return new MemberRule(name, Type.TEXT, false, Arrays.asList(values));
    }
}
