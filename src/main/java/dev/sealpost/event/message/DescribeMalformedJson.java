package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Describes malformed JSON for users; the messages of the parser name its features and classes. */
final class DescribeMalformedJson {

    private static final int LAST_ASCII = 0x7E;

    private DescribeMalformedJson() {}

    /**
     * Returns a sentence without a full stop.
     *
     * @param failure exception of the parser
     * @param parser parser at the position of the failure
     * @param bytes bytes that it reads
     */
    static String of(JsonProcessingException failure, JsonParser parser, byte[] bytes) {
        String message = String.valueOf(failure.getOriginalMessage());
        if (failure instanceof StreamConstraintsException) {
            return limitExceeded(message);
        }
        if (failure instanceof JsonEOFException end) {
            return unexpectedEnd(end.getTokenBeingDecoded(), parser.getParsingContext());
        }
        if (message.startsWith("Duplicate field")) {
            return "an object has the member " + quoted(parser) + " twice";
        }
        if (message.startsWith("Illegal unquoted character")) {
            return "a string has a control character: write it as \\n, \\t or \\u00XX";
        }
        if (message.startsWith("Unrecognized character escape")) {
            return "a string has an unknown escape; valid escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX";
        }
        if (message.contains("numeric value") || message.contains("leading")) {
            return "a number is not in JSON format";
        }
        if (message.startsWith("Unrecognized token") || message.startsWith("Non-standard token")) {
            return "unknown word; " + expected(parser.getParsingContext());
        }
        return unexpected(failure, bytes) + expected(parser.getParsingContext());
    }

    private static String limitExceeded(String message) {
        if (message.contains("nesting depth")) {
            return "nesting is deeper than " + Json.DEEPEST + " levels";
        }
        if (message.contains("Number value length")) {
            return "a number has too many digits";
        }
        return message.contains("Name length") ? "the name of a member is too long" : "a value is too long";
    }

    private static String unexpectedEnd(JsonToken token, JsonStreamContext place) {
        if (token == JsonToken.VALUE_STRING) {
            return "unexpected end inside a string: a closing \" is missing";
        }
        if (token == JsonToken.FIELD_NAME && place.inObject() && place.hasCurrentName()) {
            return "unexpected end inside the name of a member";
        }
        if (place.inRoot()) {
            return "unexpected end inside a value";
        }
        var start = place.startLocation(ContentReference.unknown());
        return "unexpected end: a closing " + (place.inArray() ? "]" : "}") + " is missing for the "
                + (place.inArray() ? "array" : "object") + " that begins at line " + start.getLineNr() + ", column "
                + start.getColumnNr();
    }

    private static String unexpected(JsonProcessingException failure, byte[] bytes) {
        long offset = failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
        if (offset < 0 || offset >= bytes.length || bytes[(int) offset] <= ' ' || bytes[(int) offset] > LAST_ASCII) {
            return "";
        }
        return "the character " + (char) bytes[(int) offset] + " is unexpected; ";
    }

    private static String expected(JsonStreamContext place) {
        if (place.inObject()) {
            return place.hasCurrentName()
                    ? "expected : and a value, or , or } after a value; strings need double quotes"
                    : "expected the name of a member in double quotes, or }";
        }
        return place.inArray()
                ? "expected a value, or , or ] after a value; strings need double quotes"
                : "expected a JSON value; strings need double quotes";
    }

    private static String quoted(JsonParser parser) {
        String name = parser.getParsingContext().getCurrentName();
        return name == null ? "of one name" : "\"" + name + "\"";
    }
}
