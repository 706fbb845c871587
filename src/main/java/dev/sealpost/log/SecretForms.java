package dev.sealpost.log;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Stream;

/** Encodings in which a secret may occur in a text. */
final class SecretForms {

    /** Minimum length of a line of a secret; shorter ones may occur in any text. */
    private static final int SHORTEST_LINE = 16;

    private SecretForms() {}

    /** Returns the distinct forms, longest first. */
    static Stream<String> of(String value) {
        Stream<String> lines = value.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE);
        return Stream.concat(encodings(value), lines.flatMap(SecretForms::encodings))
                .filter(form -> !form.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed());
    }

    private static Stream<String> encodings(String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String json = json(value);
        return Stream.of(
                value,
                encoded,
                encoded.replace("+", "%20"),
                path(value),
                json,
                json.replace("/", "\\/"),
                xml(value),
                xml(value).replace("&quot;", "&#34;").replace("&apos;", "&#39;"),
                Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Encodes only the characters not allowed in a URI path. */
    private static String path(String value) {
        try {
            return new URI(null, null, "/" + value, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            return value;
        }
    }

    private static String json(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String xml(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }
}
