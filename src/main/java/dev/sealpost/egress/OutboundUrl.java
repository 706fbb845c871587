package dev.sealpost.egress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Absolute http or https URL that may be called. {@link #parse} checks user input; the constructor takes checked values, such
 * as those of stored rows.
 */
public final class OutboundUrl {

    /** Maximum length in characters. */
    public static final int LONGEST = 2048;

    private static final int HIGHEST_PORT = 65_535;

    /** Host name with underscores, which DNS allows and {@link URI} does not parse. */
    private static final Pattern NAME_WITH_UNDERSCORES =
            Pattern.compile("(?!.{254})[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
                    + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");

    /** Placeholder for the host of the current {@link OutboundCall}. */
    public static final String SOME_HOST = "host.invalid";

    private final String value;
    private volatile @Nullable ParsedUrl parsed;

    public OutboundUrl(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    /**
     * Parses and checks a URL given by a user.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static OutboundUrl parse(String text) {
        require(!text.isEmpty(), "the URL is empty");
        require(text.length() <= LONGEST, "the URL is longer than " + LONGEST + " characters");
        requirePlainCharacters(text);
        URI uri = uri(text);
        String scheme = uri.getScheme();
        require(
                scheme != null && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")),
                "the URL must start with https:// or http://");
        String authority = uri.getRawAuthority();
        require(!uri.isOpaque() && authority != null && !authority.isEmpty(), "the URL has no host");
        require(authority.indexOf('@') < 0, "the URL must not contain a user name or password");
        require(uri.getRawFragment() == null, "the URL must not have a fragment (#)");
        requireHost(authority, uri);
        return new OutboundUrl(text);
    }

    /** Refuses braces, which Camel would resolve as placeholders, and characters that parsers treat differently. */
    private static void requirePlainCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            require(c > ' ' && c != 0x7f, "the URL must not contain spaces or control characters");
            require(c < 0x7f, "the URL must be ASCII: percent-encode its path, and write its host in punycode (xn--…)");
            require("\\{}<>\"^`|".indexOf(c) < 0, "the URL must not contain " + c);
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the URL is malformed at character " + (e.getIndex() + 1), e);
        }
    }

    private static void requireHost(String authority, URI uri) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end <= 0 && !authority.startsWith(":") ? authority : authority.substring(0, Math.max(end, 0));
        require(!host.isEmpty(), "the URL has no host");
        require(host.indexOf('%') < 0, "the host of the URL must not contain %: no percent-encoding, no IPv6 zone");
        requirePort(authority.substring(host.length()));
        if (host.startsWith("[")) {
            require(
                    LiteralAddress.parse(withoutBrackets(host)).isPresent(),
                    "the host of the URL is not an IPv6 address");
        } else if (endsInANumber(host)) {
            require(
                    LiteralAddress.parse(host).isPresent(),
                    "the host of the URL is a number, but not an IPv4 address of four plain decimal parts");
        }
        require(
                host.equalsIgnoreCase(uri.getHost())
                        || (host.indexOf('_') >= 0
                                && NAME_WITH_UNDERSCORES.matcher(host).matches()),
                "the host of the URL is not a valid host name");
    }

    private static void requirePort(String suffix) {
        if (suffix.isEmpty()) {
            return;
        }
        String digits = suffix.substring(1);
        require(
                suffix.startsWith(":")
                        && !digits.isEmpty()
                        && digits.length() <= 5
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && Integer.parseInt(digits) >= 1
                        && Integer.parseInt(digits) <= HIGHEST_PORT,
                "the port of the URL must be from 1 to " + HIGHEST_PORT);
    }

    /** Implements the "ends in a number checker" of the WHATWG URL standard: some parsers read such hosts as IPv4. */
    private static boolean endsInANumber(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean decimal = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return decimal
                || (last.startsWith("0x") && last.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns whether calls use TLS. */
    public boolean isHttps() {
        return value().regionMatches(true, 0, "https:", 0, "https:".length());
    }

    /** Returns the name or address, without brackets; empty if the value is not a URL. */
    public String host() {
        try {
            URI uri = new URI(value);
            String host = uri.getHost();
            if (host == null && hasUnderscore()) {
                return withoutPort(uri.getRawAuthority());
            }
            return host == null ? "" : withoutBrackets(host);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /**
     * Returns the URL with a placeholder if its host has an underscore, which parsers refuse; {@link OutboundCall#aimAt} then
     * sets the actual URL.
     */
    public String parseable() {
        return hasUnderscore() ? value.replaceFirst("//[^/?#:]*", "//" + SOME_HOST) : value;
    }

    /**
     * Returns the URL in the form that HttpClient takes. Parsed once, because webhooks call the same URL over and over.
     *
     * @throws IllegalArgumentException if the value is not a URL
     */
    ParsedUrl parsed() {
        ParsedUrl known = parsed;
        if (known == null) {
            known = ParsedUrl.of(this);
            parsed = known;
        }
        return known;
    }

    /** Searches without parsing, because this runs for every webhook. */
    boolean hasUnderscore() {
        int underscore = value.indexOf('_');
        if (underscore < 0) {
            return false;
        }
        int start = value.indexOf("//") + 2;
        for (int i = start; i < underscore; i++) {
            if ("/?#".indexOf(value.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutPort(String authority) {
        int port = authority.lastIndexOf(':');
        return port < 0 ? authority : authority.substring(0, port);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundUrl that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
