package dev.sealpost.egress;

import java.util.List;
import java.util.Optional;

/**
 * Special-purpose addresses, which no receiver has, and the names of their rules.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6 special-purpose addresses</a>
 */
final class SpecialAddresses {

    private record Rule(AddressRange range, String name) {}

    /** The first rule that contains an address applies. */
    private static final List<Rule> RULES = List.of(
            rule("0.0.0.0/8", "this-network"),
            rule("10.0.0.0/8", "private"),
            rule("100.64.0.0/10", "carrier-grade-nat"),
            rule("127.0.0.0/8", "loopback"),
            rule("169.254.0.0/16", "link-local"),
            rule("172.16.0.0/12", "private"),
            rule("192.0.0.0/24", "reserved"),
            rule("192.0.2.0/24", "documentation"),
            rule("192.88.99.0/24", "6to4"),
            rule("192.168.0.0/16", "private"),
            rule("198.18.0.0/15", "benchmarking"),
            rule("198.51.100.0/24", "documentation"),
            rule("203.0.113.0/24", "documentation"),
            rule("224.0.0.0/4", "multicast"),
            rule("255.255.255.255/32", "broadcast"),
            rule("240.0.0.0/4", "reserved"),
            rule("::/128", "unspecified"),
            rule("::1/128", "loopback"),
            // These embed an IPv4 address, to which a translator may forward.
            rule("::ffff:0:0/96", "ipv4-mapped"),
            rule("::ffff:0:0:0/96", "ipv4-translated"),
            rule("::/96", "ipv4-compatible"),
            rule("64:ff9b::/96", "nat64"),
            rule("64:ff9b:1::/48", "nat64"),
            rule("2001::/32", "teredo"),
            rule("2002::/16", "6to4"),
            rule("100::/64", "discard"),
            rule("2001:2::/48", "benchmarking"),
            rule("2001:db8::/32", "documentation"),
            rule("2001::/23", "reserved"),
            rule("3fff::/20", "documentation"),
            rule("5f00::/16", "segment-routing"),
            rule("fc00::/7", "unique-local"),
            rule("fe80::/10", "link-local"),
            rule("fec0::/10", "site-local"),
            rule("ff00::/8", "multicast"));

    /** Global unicast addresses; all others without a rule above are reserved. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private static final int IPV6_BYTES = 16;

    private SpecialAddresses() {}

    private static Rule rule(String range, String name) {
        return new Rule(AddressRange.parse(range), name);
    }

    /** @param address 4 or 16 bytes */
    static Optional<String> ruleFor(byte[] address) {
        for (Rule rule : RULES) {
            if (rule.range().contains(address)) {
                return Optional.of(rule.name());
            }
        }
        return address.length == IPV6_BYTES && !GLOBAL_IPV6.contains(address)
                ? Optional.of("reserved")
                : Optional.empty();
    }
}
