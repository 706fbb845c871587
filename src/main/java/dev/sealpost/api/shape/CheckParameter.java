package dev.sealpost.api.shape;

import dev.sealpost.identifier.Rfc3339;
import java.util.Optional;

/** Checks the value of a query parameter against its declaration. */
public final class CheckParameter {

    private CheckParameter() {}

    /** Returns what is wrong with a value that is not empty. */
    public static Optional<String> violation(Member member, String value) {
        return switch (member.type()) {
            case JsonType.Text text -> text(text, value);
            case JsonType.Whole(long least, long most) ->
                unless(isWhole(value, least, most), "a whole number from " + least + " to " + most + " is expected");
            case JsonType.Flag flag ->
                unless(value.equals("true") || value.equals("false"), "true or false is expected");
            case JsonType.Decimal decimal -> Optional.empty();
            case JsonType.Items items -> Optional.empty();
            case JsonType.Entries entries -> Optional.empty();
            case JsonType.Nested nested -> Optional.empty();
            case JsonType.AnyObject object -> Optional.empty();
            case JsonType.Anything anything -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonType.Text text, String value) {
        if (!text.words().isEmpty()) {
            return unless(text.words().contains(value), "one of these is expected: " + String.join(", ", text.words()));
        }
        if (text.form().filter("date-time"::equals).isPresent()) {
            return instant(value);
        }
        return unless(
                value.codePointCount(0, value.length()) <= text.longest(),
                "at most " + text.longest() + " characters are expected");
    }

    private static Optional<String> instant(String value) {
        try {
            Rfc3339.parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isWhole(String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<String> unless(boolean isValid, String expected) {
        return isValid ? Optional.empty() : Optional.of(expected);
    }
}
