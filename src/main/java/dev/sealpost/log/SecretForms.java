package dev.sealpost.log;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Stream;

/** How a secret may read in a text: what carries it writes some of its characters in another way. */
final class SecretForms {

    /** A shorter line of a key may be a line of any text. */
    private static final int SHORTEST_LINE = 16;

    private SecretForms() {}

    /** The longest first, each once. */
    static Stream<String> of(String value) {
        Stream<String> lines = value.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE);
        return Stream.concat(written(value), lines.flatMap(SecretForms::written))
                .filter(form -> !form.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed());
    }

    private static Stream<String> written(String value) {
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

    /** As a library writes it that encodes only what it must. */
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
