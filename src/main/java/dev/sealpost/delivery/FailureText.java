package dev.sealpost.delivery;

import dev.sealpost.log.SecretValues;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failure as a text that is safe to store and show: one line, at most 300 characters, without probable secrets. URLs are
 * reduced to scheme and host, because some systems have secrets in the path.
 */
public final class FailureText {

    private static final int MAX_LENGTH = 300;
    private static final Pattern URL =
            Pattern.compile("\\b([a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^\\s/?#@]*@)?([^\\s/?#'\"<>]+)[^\\s'\"<>}]*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(authorization|password|passwd|secret|token|api[-_]?key|access[-_]?key|bearer|basic)"
                    + "([\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+|basic\\s+)?|\\s+)(?=[^\\s]*[0-9_=+/-])([^\\s\"'&,;}\\]]{6,})");
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "(?i)(authorization[\"']?\\s*[:=]\\s*[\"']?(?:(?:bearer|basic|digest|token)\\s+)?)[^\\s\"',;}\\]]+");
    private static final Pattern USER =
            Pattern.compile("\\b([a-zA-Z][a-zA-Z0-9+.-]+:(?://)?)[^\\s/?#@:]+:[^\\s/?#@]*@");
    private static final Pattern QUERY = Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]+:[^\\s?]*\\?)[^\\s'\"<>}\\]]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private FailureText() {}

    /** Returns class and message of an exception. */
    public static String of(Throwable exception) {
        String message = exception.getMessage();
        String name = exception.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : clean(name + ": " + message);
    }

    /** Returns the URI of an endpoint in a route, without its options. */
    public static String endpoint(String uri) {
        int options = uri.indexOf('?');
        return clean(options < 0 ? uri : uri.substring(0, options));
    }

    public static String clean(String text) {
        return clean(text, MAX_LENGTH);
    }

    /**
     * Returns a safe text of another length.
     *
     * @param longest maximum length in UTF-16 units
     */
    public static String clean(String text, int longest) {
        String line =
                UNPRINTABLE.matcher(SecretValues.mask(text)).replaceAll(" ").strip();
        line = URL.matcher(line).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + found.group(2) + "/…"));
        line = USER.matcher(line).replaceAll("$1…@");
        line = QUERY.matcher(line).replaceAll("$1…");
        line = AUTHORIZATION.matcher(line).replaceAll("$1…");
        line = SECRET.matcher(line).replaceAll("$1$2…");
        return line.length() <= longest ? StorableText.of(line, longest) : StorableText.of(line, longest - 1) + "…";
    }
}
