package dev.sealpost.route.file;

import dev.sealpost.identifier.Sha256;
import dev.sealpost.route.camel.SecretPlaceholder;
import dev.sealpost.route.camel.SecretPlaceholder.UnreadableSecretException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files behind the placeholders {@code {{file:…}}} of a route file or connector, also in the values of other
 * placeholders, so that a changed secret triggers a reload.
 */
public final class SecretFiles {

    private static final Pattern INNERMOST = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final String FILE = "file:";

    /** Maximum depth of nested placeholders; ends recursion. */
    private static final int MAX_DEPTH = 5;

    private final Function<String, @Nullable String> values;

    /** @param values configured value of a placeholder; null: none */
    public SecretFiles(Function<String, @Nullable String> values) {
        this.values = values;
    }

    /** Returns the content with digests of its current secrets; not equal to earlier content if a secret changed. */
    RouteFileContent in(RouteFileContent file) {
        return switch (file) {
            case RouteFileContent.FileContent content -> content.with(digests(content.text()));
            case RouteFileContent.Refused refused -> refused;
        };
    }

    /** Returns the digests of the secrets by path. */
    private Map<String, String> digests(String text) {
        Map<String, String> digests = new TreeMap<>();
        String rest = text;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Matcher placeholders = INNERMOST.matcher(rest);
            rest = placeholders.replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), digests)));
        }
        return digests;
    }

    private String value(String placeholder, Map<String, String> digests) {
        if (placeholder.startsWith(FILE)) {
            digests.computeIfAbsent(placeholder.substring(FILE.length()), SecretFiles::digest);
            return "";
        }
        int colon = placeholder.indexOf(':');
        String key = (colon < 0 ? placeholder : placeholder.substring(0, colon)).replaceFirst("^[?!]+", "");
        String value = configured(key);
        return value != null ? value : colon < 0 ? "" : placeholder.substring(colon + 1);
    }

    private @Nullable String configured(String key) {
        try {
            return key.isBlank() ? null : values.apply(key);
        } catch (IllegalArgumentException e) {
            return null; // the check reports it
        }
    }

    private static String digest(String path) {
        try {
            return Sha256.hex(SecretPlaceholder.read(path));
        } catch (UnreadableSecretException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
