package dev.sealpost.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses literal IP addresses in their plain forms only: four decimal numbers, or RFC 4291 section 2.2. The JDK would also
 * accept {@code 127.1} and {@code 2130706433}, turn IPv4-mapped addresses into IPv4 addresses, and query DNS for other text.
 */
final class LiteralAddress {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_GROUPS = 8;

    private LiteralAddress() {}

    /** Returns 4 or 16 bytes; empty if this is not an address. Brackets and zones are not part of an address. */
    static Optional<byte[]> parse(String text) {
        return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    }

    private static Optional<byte[]> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            if (!isCanonicalByte(parts[i])) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    /** Refuses leading zeros, which some parsers read as octal. */
    private static boolean isCanonicalByte(String part) {
        if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
            return false;
        }
        return part.chars().allMatch(c -> c >= '0' && c <= '9') && Integer.parseInt(part) <= 255;
    }

    private static Optional<byte[]> ipv6(String text) {
        if (text.indexOf('.') >= 0) {
            return withHexadecimalTail(text).flatMap(LiteralAddress::ipv6);
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text).filter(all -> all.size() == IPV6_GROUPS).map(all -> bytes(all, List.of()));
        }
        Optional<List<Integer>> head = groups(text.substring(0, gap));
        Optional<List<Integer>> tail = groups(text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= IPV6_GROUPS) {
            return Optional.empty();
        }
        return Optional.of(bytes(head.get(), tail.get()));
    }

    private static Optional<String> withHexadecimalTail(String text) {
        int colon = text.lastIndexOf(':');
        return ipv4(text.substring(colon + 1))
                .map(b -> text.substring(0, colon + 1) + group(b[0], b[1]) + ':' + group(b[2], b[3]));
    }

    private static String group(byte high, byte low) {
        return Integer.toHexString((high & 0xff) << 8 | (low & 0xff));
    }

    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        for (String group : text.split(":", -1)) {
            if (group.isEmpty()
                    || group.length() > 4
                    || !group.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
                return Optional.empty();
            }
            groups.add(Integer.parseInt(group, 16));
        }
        return Optional.of(groups);
    }

    private static byte[] bytes(List<Integer> head, List<Integer> tail) {
        byte[] bytes = new byte[2 * IPV6_GROUPS];
        write(head, bytes, 0);
        write(tail, bytes, 2 * (IPV6_GROUPS - tail.size()));
        return bytes;
    }

    private static void write(List<Integer> groups, byte[] bytes, int start) {
        for (int i = 0; i < groups.size(); i++) {
            int group = groups.get(i);
            bytes[start + 2 * i] = (byte) (group >> 8);
            bytes[start + 2 * i + 1] = (byte) group;
        }
    }
}
