package dev.sealpost.request;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of headers that users may set on requests to endpoints (RFC 9110, section 5.1). */
final class HeaderNames {

    static final int LONGEST = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1," + LONGEST + "}");

    /** Framing and hop-by-hop headers, those that Sealpost sets itself, and those that the HTTP step of a route drops. */
    private static final Set<String> REFUSED = Set.of(
            "accept-encoding",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "pragma",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "warning");

    private HeaderNames() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException with a message for users
     */
    static String require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a header has 1 to " + LONGEST + " letters, digits and -");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isOurs = REFUSED.contains(lower)
                || Stream.of("webhook-", "svix-", "ce-", "camel", "org.apache.camel")
                        .anyMatch(lower::startsWith);
        if (isOurs) {
            throw new IllegalArgumentException(
                    "the header " + name + " cannot be set: it belongs to the connection or is set by Sealpost");
        }
        return name;
    }
}
