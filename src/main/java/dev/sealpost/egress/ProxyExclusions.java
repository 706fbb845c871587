package dev.sealpost.egress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Hosts that are called without a proxy: names, domains with their subdomains, and networks of literal addresses. */
final class ProxyExclusions {

    private static final Pattern NAME = Pattern.compile("(\\*?\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final Set<String> names = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final List<AddressRange> networks = new ArrayList<>();

    private ProxyExclusions() {}

    /**
     * Parses exclusions.
     *
     * @param texts {@code example.com}, {@code .example.com} or {@code *.example.com} for a domain and its subdomains, or a
     *     network such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException with a message for operators
     */
    static ProxyExclusions parse(List<String> texts) {
        ProxyExclusions exclusions = new ProxyExclusions();
        texts.stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty())
                .forEach(exclusions::add);
        return exclusions;
    }

    private void add(String text) {
        if (text.contains("/") || LiteralAddress.parse(text).isPresent()) {
            networks.add(AddressRange.parse(text));
        } else if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is neither a host such as example.com, nor a domain such as .example.com, nor a network such as"
                    + " 10.0.0.0/8");
        } else if (text.startsWith("*.") || text.startsWith(".")) {
            domains.add(text.substring(text.indexOf('.') + 1));
        } else {
            names.add(text);
        }
    }

    boolean contain(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<byte[]> literal = LiteralAddress.parse(bare);
        return literal.map(address -> networks.stream().anyMatch(network -> network.contains(address)))
                .orElseGet(() -> containName(bare.toLowerCase(Locale.ROOT)));
    }

    private boolean containName(String name) {
        if (names.contains(name) || domains.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (domains.contains(name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
