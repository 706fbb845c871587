package dev.sealpost.api;

import java.util.List;
import java.util.regex.Pattern;

/** Values that no client should send, as they stand in each place of a request. */
final class HostileValues {

    /** Values that a database may refuse: NUL, halves of pairs, characters beyond the basic plane, times, numbers, long texts, and names that could be ids. */
    static final Pattern STORED = Pattern.compile(
            "(?s).*(u0000|ud800|udfff|%00|%ED|%F0|\u00f0|-01-01T|9{20}|9223372036854775807|x{3000}|_x|_9|e400|route:).*");

    /** As they stand in a path. */
    static final List<String> NAMES = List.of(
            "%00",
            "a%00b",
            ".",
            "..",
            "%2e%2e",
            "a%2Fb",
            "%ED%A0%80",
            "%FF",
            "%",
            "%zz",
            "a;b=c",
            "%20",
            "\u00e4",
            "-1",
            "99999999999999999999",
            "x".repeat(3_000),
            "app_x",
            "ep_x",
            "msg_x",
            "parked_99999999999999999999",
            "route:x",
            "qtask_%F0%9F%98%80",
            "*",
            "a+b");

    /** As they stand behind an equals sign. */
    static final List<String> PARAMETERS = List.of(
            "",
            "%00",
            "a%00",
            "%ED%A0%80",
            "%FF",
            "%",
            "%zz",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "NaN",
            "true",
            "%2B999999999-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "%2B10000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-18:00",
            "0000-01-01T00:00:00%2B18:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "x".repeat(3_000),
            "a,,b",
            "%F0%9F%98%80",
            "route:x",
            "[]",
            "1&x=2");

    /** As they stand behind the colon of a member; ISO 8859-1, so that bytes can be written that are no UTF-8. */
    static final List<String> VALUES = List.of(
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"x\\ud800y\"",
            "\"\\udfff\"",
            "\"\\ud800\\u0041\"",
            "\"\"",
            "\" \"",
            "\".\"",
            "\"..\"",
            "\"" + "x".repeat(70_000) + "\"",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e400",
            "9".repeat(400),
            "9".repeat(2_000),
            "true",
            "null",
            "[]",
            "{}",
            "[null]",
            "[\"\\u0000\"]",
            "[\"\\ud800\"]",
            "[1]",
            "{\"\\u0000\":\"x\"}",
            "{\"\\ud800\":\"x\"}",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":{}}}",
            "NaN",
            "01",
            "'x'",
            "\"\u00ff\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00f0\u009f\u0098\u0080\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59-18:00\"",
            "\"0000-01-01T00:00:00Z\"",
            "[".repeat(150) + "]".repeat(150),
            "[".repeat(500),
            "{\"a\":".repeat(500),
            "\"a\nb\"",
            "\"\\q\"",
            "tru",
            "");

    static final List<String> BODIES = List.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "null",
            "1",
            "\"a\"",
            "{}{}",
            "{\"a\"",
            "{\"a\":}",
            "{\"a\":1,}",
            "{'a':1}",
            "\u00ef\u00bb\u00bf{}",
            "{\u0000\"\u0000a\u0000\"\u0000}\u0000",
            "\u00ff",
            "{\"\\ud800\":1}",
            "{\"\\u0000\":1}",
            "/* */{}",
            "<a/>",
            "{\"" + "x".repeat(60_000) + "\":1}",
            "{\"evenTypes\":[\"a\"]}");

    private HostileValues() {}
}
