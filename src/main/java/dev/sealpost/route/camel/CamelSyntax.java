package dev.sealpost.route.camel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Syntax that Camel evaluates anywhere in a URI: placeholders, expressions, raw values and references to beans and
 * classes. Camel also resolves placeholders while a step runs, so a value that contains one could read any file or variable
 * (CVE-2026-78164).
 */
final class CamelSyntax {

    private static final List<String> SYNTAX = List.of(
            "{{",
            "}}",
            "${",
            "$simple{",
            "RAW(",
            "RAW{",
            "#class:",
            "#bean:",
            "#type:",
            "#property:",
            "#valueAs(",
            "#autowired");

    /** Camel decodes a part of a URI up to twice. */
    private static final int DECODINGS = 2;

    private CamelSyntax() {}

    /** Returns the problem of the text, decoded or not; empty if it is safe. */
    static Optional<String> in(String text) {
        return overlapping(text, 0, text.length());
    }

    /** Checks a range of the text, including syntax that starts before the range or ends after it. */
    static Optional<String> overlapping(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || (Character.isSurrogate(c) && !isPaired(text, i))) {
                return Optional.of("contains a control character");
            }
        }
        for (String syntax : SYNTAX) {
            int found = text.indexOf(syntax, Math.max(0, from - syntax.length() + 1));
            if (found >= 0 && found < to) {
                return Optional.of("contains " + syntax + ", which Camel would evaluate");
            }
        }
        String decoded = text.substring(from, to);
        for (int i = 0; i < DECODINGS && decoded.indexOf('%') >= 0; i++) {
            decoded = decode(decoded);
            for (String syntax : SYNTAX) {
                if (decoded.contains(syntax)) {
                    return Optional.of("contains an encoded " + syntax + ", which Camel would evaluate");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isPaired(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    /** Returns true if a path segment, decoded or not, is {@code .} or {@code ..}. */
    static boolean hasDotSegments(String path) {
        String decoded = path;
        for (int i = 0; i <= DECODINGS; i++) {
            for (String step : decoded.split("[/\\\\]")) {
                String name = step.replaceFirst(";.*", ""); // some servers ignore path parameters
                if (name.equals("..") || name.equals(".")) {
                    return true;
                }
            }
            decoded = decode(decoded);
        }
        return false;
    }

    /** Decodes the text; returns it unchanged if the encoding is malformed. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
