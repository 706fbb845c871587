package dev.sealpost.api.shape;

import java.util.List;
import java.util.Optional;

/** Type and bounds of a JSON value. */
public sealed interface JsonType {

    /**
     * String.
     *
     * @param shortest in characters (code points)
     * @param longest in characters (code points)
     * @param form described only, since the reader of the member checks it: a name of JSON Schema such as
     *     {@code date-time}
     * @param pattern described only; a regular expression of ECMA 262
     * @param words described only: the values; empty: any text
     */
    record Text(int shortest, int longest, Optional<String> form, Optional<String> pattern, List<String> words)
            implements JsonType {

        public Text {
            words = List.copyOf(words);
        }

        /** Describes the form by a name of JSON Schema. */
        public Text as(String newForm) {
            return new Text(shortest, longest, Optional.of(newForm), pattern, words);
        }

        /** Describes the form by a regular expression. */
        public Text matching(String newPattern) {
            return new Text(shortest, longest, form, Optional.of(newPattern), words);
        }
    }

    /** Integer. */
    record Whole(long least, long most) implements JsonType {}

    /** Number with or without a fraction. */
    record Decimal(double least, double most) implements JsonType {}

    /** {@code true} or {@code false}. */
    record Flag() implements JsonType {}

    /**
     * Array.
     *
     * @param of its items
     * @param fewest items
     * @param most items
     */
    record Items(JsonType of, int fewest, int most) implements JsonType {}

    /**
     * Object with any names.
     *
     * @param of its values
     * @param most members
     * @param longestName in characters
     */
    record Entries(JsonType of, int most, int longestName) implements JsonType {}

    /** Object with declared members; only its reader checks them. */
    record Nested(Shape shape) implements JsonType {}

    /** Object with any members; only its reader checks them. */
    record AnyObject() implements JsonType {}

    /** Any value. */
    record Anything() implements JsonType {}

    /** Returns a text of these lengths. */
    static Text text(int shortest, int longest) {
        return new Text(shortest, longest, Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns a text that is one of these words. */
    static Text oneOf(List<String> words) {
        return new Text(0, Integer.MAX_VALUE, Optional.empty(), Optional.empty(), words);
    }

    /** Returns a time of RFC 3339. */
    static Text instant() {
        return text(0, Integer.MAX_VALUE).as("date-time");
    }
}
