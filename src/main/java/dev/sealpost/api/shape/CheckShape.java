package dev.sealpost.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks an object against its declared shape: required members, types and bounds, but not its unknown members. */
public final class CheckShape {

    private final List<Violation> violations = new ArrayList<>();

    private CheckShape() {}

    /** Returns all violations, in the order of the declared members. */
    public static List<Violation> of(Shape shape, JsonNode object) {
        CheckShape check = new CheckShape();
        shape.members().stream().filter(Member::isSupported).forEach(member -> check.member(member, object));
        return check.violations;
    }

    private void member(Member member, JsonNode object) {
        List<String> given = member.names().stream().filter(object::has).toList();
        if (member.required() && given.isEmpty()) {
            violations.add(Violation.ofMember("", member.name(), "this member is required"));
        }
        for (String name : given) {
            JsonNode value = object.path(name);
            if (!value.isNull() || !member.nullable()) {
                value(member.type(), value, Violation.pointer("", name));
            }
        }
    }

    private void value(JsonType type, JsonNode value, String pointer) {
        switch (type) {
            case JsonType.Text text -> text(text, value, pointer);
            case JsonType.Whole(long least, long most) ->
                require(
                        value.isIntegralNumber()
                                && value.canConvertToLong()
                                && value.longValue() >= least
                                && value.longValue() <= most,
                        pointer,
                        "a whole number from " + least + " to " + most + " is expected");
            case JsonType.Decimal(double least, double most) ->
                require(
                        value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most,
                        pointer,
                        "a number from " + least + " to " + most + " is expected");
            case JsonType.Flag flag -> require(value.isBoolean(), pointer, "true or false is expected");
            case JsonType.Items items -> items(items, value, pointer);
            case JsonType.Entries entries -> entries(entries, value, pointer);
            case JsonType.AnyObject any -> require(value.isObject(), pointer, "an object is expected");
            case JsonType.Nested nested -> {}
            case JsonType.Anything anything -> {}
        }
    }

    private void text(JsonType.Text text, JsonNode value, String pointer) {
        if (!value.isTextual()) {
            violations.add(new Violation(pointer, "a string is expected"));
            return;
        }
        String characters = value.textValue();
        int length = characters.codePointCount(0, characters.length());
        require(length >= text.shortest() && length <= text.longest(), pointer, expected(text));
    }

    private static String expected(JsonType.Text text) {
        if (text.shortest() == 0) {
            return "at most " + text.longest() + " characters are expected";
        }
        return text.longest() == Integer.MAX_VALUE
                ? "at least " + text.shortest() + " characters are expected"
                : text.shortest() + " to " + text.longest() + " characters are expected";
    }

    private void items(JsonType.Items items, JsonNode value, String pointer) {
        if (!value.isArray() || value.size() < items.fewest() || value.size() > items.most()) {
            violations.add(new Violation(pointer, expected(items)));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            value(items.of(), value.get(i), pointer + "/" + i);
        }
    }

    private static String expected(JsonType.Items items) {
        String what = items.of() instanceof JsonType.Text ? "strings" : "values";
        return "a list of " + items.fewest() + " to " + items.most() + " " + what + " is expected"
                + (items.fewest() > 0 ? "; null or an absent member means all" : "");
    }

    private void entries(JsonType.Entries entries, JsonNode value, String pointer) {
        String what = entries.of() instanceof JsonType.Text ? "strings" : "values";
        if (!value.isObject()) {
            violations.add(new Violation(pointer, "an object of " + what + " is expected"));
            return;
        }
        if (value.size() > entries.most()) {
            violations.add(
                    new Violation(pointer, "an object of at most " + entries.most() + " " + what + " is expected"));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String at = Violation.pointer(pointer, entry.getKey());
            if (entry.getKey().length() > entries.longestName()) {
                violations.add(
                        new Violation(at, "a key of at most " + entries.longestName() + " characters is expected"));
            } else {
                value(entries.of(), entry.getValue(), at);
            }
        }
    }

    private void require(boolean isValid, String pointer, String expected) {
        if (!isValid) {
            violations.add(new Violation(pointer, expected));
        }
    }
}
