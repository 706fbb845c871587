package dev.sealpost.route.camel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Builds a URI from trusted text of the route author and untrusted values. Each value is encoded for its place or refused, so
 * that it cannot choose a component, an option, a path segment, or more than a label of a host.
 */
final class FillUri {

    /** Components whose endpoint names have no effect by themselves. */
    private static final Set<String> NAMED =
            Set.of("direct", "event", "seda", "kamelet", "log", "mock", "jms", "activemq", "amqp", "kafka");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern HOST_AND_PORT = Pattern.compile(HOST.pattern() + "(?::[0-9]{1,5})?");
    /** A connector inserts parameters into addresses and programs unencoded, and each set of parameters creates a route. */
    static final String NO_PARAMETER =
            "is a parameter of a connector, which creates a route for each value: set a header and read it in the connector";

    /** Components whose endpoint names begin with a server, up to the first slash. */
    private static final Set<String> SERVERS =
            Set.of("ftp", "ftps", "sftp", "smtp", "smtps", "imap", "imaps", "pop3", "pop3s");

    /** Options that choose a server or how to log in there. */
    private static final Pattern CONNECTION = Pattern.compile(
            "(?i).*(broker|host|server|url|connectionFactory|proxy|jaas|login|password|user(name)?$).*");

    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\].*|[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern RESERVED = Pattern.compile("[&+%?#;]");
    private static final String UNRESERVED = "-._~";

    /** The URI without encoding. */
    private final StringBuilder raw = new StringBuilder();

    private final StringBuilder uri = new StringBuilder();
    private final Reader reader;
    /** Start of the last path segment in {@link #raw}. */
    private int segmentStart;

    /** Reader of the URI, which determines the path encoding. */
    enum Reader {
        /**
         * Camel when it creates an endpoint: it decodes the whole URI, so / and % of a value would look like those of the
         * author.
         */
        ENDPOINT,
        /** Camel when a step such as {@code toD} sends to an HTTP address: it decodes once. */
        SENDING_STEP,
        /** The HTTP client: it decodes nothing. */
        HTTP_CLIENT
    }

    /** @param known trusted text before the URI; the scheme comes before the first value */
    FillUri(String known, Reader reader) {
        this.reader = reader;
        literal(known);
    }

    /** Returns the scheme in lower case; empty if there is none. */
    static String scheme(String beginning) {
        int colon = beginning.indexOf(':');
        return colon < 0 ? "" : beginning.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    private boolean isHttp() {
        String scheme = scheme(uri.toString());
        return scheme.equals("http") || scheme.equals("https");
    }

    void literal(String text) {
        if (text.indexOf('/') >= 0) {
            segmentStart = raw.length() + text.lastIndexOf('/') + 1;
        }
        raw.append(text);
        uri.append(text);
    }

    /**
     * Appends a value, encoded for its place.
     *
     * @param following trusted text that follows the value
     * @throws IllegalArgumentException if the value is not allowed here; the message begins with a verb and omits the value
     */
    void value(String value, String following) {
        int from = raw.length();
        raw.append(value);
        CamelSyntax.overlapping(raw + following, from, raw.length()).ifPresent(FillUri::refuse);
        if (uri.indexOf("?") >= 0) {
            option(value, following);
        } else if (isHttp()) {
            address(value, following);
        } else {
            target(value);
        }
    }

    private void option(String value, String following) {
        String option = uri.substring(Math.max(uri.lastIndexOf("&"), uri.indexOf("?")) + 1);
        int equals = option.indexOf('=');
        if (equals < 0) {
            refuse("is in the place of an option name: write option names in the route");
        }
        if (!isHttp() && CONNECTION.matcher(option.substring(0, equals)).matches()) {
            refuse("would choose a server or a login: write it in the route");
        }
        String begun = option.substring(equals + 1);
        if (begun.startsWith("RAW") || (isHttp() && HttpOptions.has(option.substring(0, equals)))) {
            requireName(value, "is the value of a Camel option, which allows only letters, digits, '.', '_' and '-'");
            uri.append(value);
            return;
        }
        if (!isHttp() && begun.isEmpty() && value.startsWith("#")) {
            refuse("starts with #, which refers to a bean");
        }
        String scheme = scheme(uri.toString());
        if (scheme.equals("kamelet")) {
            refuse(NO_PARAMETER);
        }
        if (scheme.equals("file") && (CamelSyntax.hasDotSegments(value) || isAbsolute(begun, value))) {
            refuse("leads out of the folder");
        }
        optionValue(begun, value, following);
    }

    /** Camel decodes before it splits, so an encoded & would start another option. */
    private void optionValue(String begun, String value, String following) {
        if (reader == Reader.HTTP_CLIENT || !RESERVED.matcher(value).find()) {
            encoded(value, "%");
            return;
        }
        boolean isAll = begun.isEmpty() && (following.isEmpty() || following.startsWith("&"));
        if (reader == Reader.ENDPOINT || !isAll || value.indexOf(')') >= 0) {
            refuse("contains one of & + % ? # ; which only toD and enrich can send, as the whole value of a parameter"
                    + " that contains no )");
        }
        uri.append("RAW(").append(value).append(')');
    }

    private static boolean isAbsolute(String begun, String value) {
        return begun.isEmpty() && ABSOLUTE.matcher(value).matches();
    }

    private void address(String value, String following) {
        String rest = rest();
        if (rest.indexOf('/') >= 0) {
            if (CamelSyntax.hasDotSegments(raw.substring(segmentStart))) {
                refuse("contains a dot segment (. or ..), which would change the path");
            }
            segment(value);
            return;
        }
        if (!(rest.isEmpty() ? HOST_AND_PORT : HOST).matcher(value).matches()) {
            refuse("is in the place of a host name but is not a valid part of one");
        }
        boolean isLast = following.isEmpty() || "/:?#".indexOf(following.charAt(0)) >= 0;
        if (isLast && !rest.isEmpty() && !rest.endsWith(".")) {
            end(rest, value);
        }
        uri.append(value);
    }

    /** Requires that the host name has ended. Otherwise a value could extend its last label to another domain. */
    private static void end(String rest, String value) {
        if (rest.indexOf(':') >= 0) {
            if (!PORT.matcher(value).matches()) {
                refuse("is in the place of the port but is not a port number");
            }
        } else if (rest.indexOf('.') >= 0 || value.indexOf('.') >= 0) {
            refuse("extends the host name, which could make it another host: write a / before it");
        }
    }

    private void segment(String value) {
        switch (reader) {
            case ENDPOINT -> {
                if (value.indexOf('/') >= 0 || value.indexOf('%') >= 0) {
                    refuse("contains / or %, which only toD and enrich can send in a path");
                }
                encoded(value, "%");
            }
            case SENDING_STEP -> encoded(value, "%25");
            case HTTP_CLIENT -> encoded(value, "%");
        }
    }

    private void target(String value) {
        String scheme = scheme(uri.toString());
        boolean isServer = SERVERS.contains(scheme) && rest().indexOf('/') < 0;
        if (isServer || (rest().isEmpty() && !NAMED.contains(scheme))) {
            refuse("would choose the endpoint of " + scheme + ": write it in the route");
        }
        if (scheme.equals("file")) {
            if (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0) {
                refuse("leads to another folder");
            }
            if (CamelSyntax.hasDotSegments(raw.substring(segmentStart))) {
                refuse("leads to another folder");
            }
            encoded(value, "%");
            return;
        }
        if (scheme.equals("kamelet") && rest().indexOf('/') >= 0) {
            refuse(NO_PARAMETER);
        }
        requireName(value, "is part of a name, which allows only letters, digits, '.', '_' and '-'");
        uri.append(value);
    }

    private static void requireName(String value, String reason) {
        if (!NAME.matcher(value).matches()) {
            refuse(reason);
        }
    }

    /** Returns the text after the scheme and its slashes. */
    private String rest() {
        return uri.substring(uri.indexOf(":") + 1).replaceFirst("^/{0,2}", "");
    }

    private void encoded(String value, String escape) {
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append(escape).append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
    }

    /** @throws IllegalArgumentException if the values lead to the route that sends webhooks */
    String uri() {
        if (WholeUri.isOfWebhooks(uri.toString())) {
            refuse("leads to the route that sends webhooks, which only Sealpost itself may call");
        }
        return uri.toString();
    }

    private static void refuse(String reason) {
        throw new IllegalArgumentException(reason);
    }
}
