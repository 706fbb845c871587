package dev.sealpost.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Says in words for users what is wrong with JSON: the parser's own words name its features and classes. */
final class DescribeMalformedJson {

    private static final int LAST_ASCII = 0x7E;

    private DescribeMalformedJson() {}

    /**
     * A sentence without a full stop.
     *
     * @param failure what the parser threw
     * @param parser where it stands
     * @param bytes what it reads
     */
    static String of(JsonProcessingException failure, JsonParser parser, byte[] bytes) {
        String found = String.valueOf(failure.getOriginalMessage());
        if (failure instanceof StreamConstraintsException) {
            return tooMuch(found);
        }
        if (failure instanceof JsonEOFException end) {
            return endsEarly(end.getTokenBeingDecoded(), parser.getParsingContext());
        }
        if (found.startsWith("Duplicate field")) {
            return "an object has the member " + quoted(parser) + " twice";
        }
        if (found.startsWith("Illegal unquoted character")) {
            return "a control character stands in a string: write it as \\n, \\t or \\u00XX";
        }
        if (found.startsWith("Unrecognized character escape")) {
            return "an unknown escape stands in a string: known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX";
        }
        if (found.contains("numeric value") || found.contains("leading")) {
            return "a number is written in a way that JSON does not have";
        }
        if (found.startsWith("Unrecognized token") || found.startsWith("Non-standard token")) {
            return "an unknown word stands there; " + expected(parser.getParsingContext());
        }
        return unexpected(failure, bytes) + expected(parser.getParsingContext());
    }

    private static String tooMuch(String found) {
        if (found.contains("nesting depth")) {
            return "it is nested deeper than " + Json.DEEPEST + " levels";
        }
        if (found.contains("Number value length")) {
            return "a number has too many digits";
        }
        return found.contains("Name length") ? "the name of a member is too long" : "a value is too long";
    }

    private static String endsEarly(JsonToken token, JsonStreamContext place) {
        if (token == JsonToken.VALUE_STRING) {
            return "it ends inside a string: a closing \" is missing";
        }
        if (token == JsonToken.FIELD_NAME && place.inObject() && place.hasCurrentName()) {
            return "it ends inside the name of a member";
        }
        if (place.inRoot()) {
            return "it ends inside a value";
        }
        var start = place.startLocation(ContentReference.unknown());
        return "it ends too early: a closing " + (place.inArray() ? "]" : "}") + " is missing for the "
                + (place.inArray() ? "array" : "object") + " that begins in line " + start.getLineNr() + ", column "
                + start.getColumnNr();
    }

    private static String unexpected(JsonProcessingException failure, byte[] bytes) {
        long offset = failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
        if (offset < 0 || offset >= bytes.length || bytes[(int) offset] <= ' ' || bytes[(int) offset] > LAST_ASCII) {
            return "";
        }
        return "the character " + (char) bytes[(int) offset] + " is not expected there; ";
    }

    private static String expected(JsonStreamContext place) {
        if (place.inObject()) {
            return place.hasCurrentName()
                    ? "expected is : with a value, or , or } behind one; strings stand in double quotes"
                    : "expected is the name of a member in double quotes, or }";
        }
        return place.inArray()
                ? "expected is a value, or , or ] behind one; strings stand in double quotes"
                : "expected is a JSON value; strings stand in double quotes";
    }

    private static String quoted(JsonParser parser) {
        String name = parser.getParsingContext().getCurrentName();
        return name == null ? "of one name" : "\"" + name + "\"";
    }
}
