package dev.sealpost.egress;

/** A block of addresses of one family, written as in RFC 4632: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
final class AddressRange {

    private final byte[] network;
    private final int length;

    private AddressRange(byte[] network, int length) {
        this.network = network;
        this.length = length;
    }

    /** @throws IllegalArgumentException with a message for operators */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = LiteralAddress.parse(address).orElseThrow(() -> notANetwork(text));
        int bits = network.length * Byte.SIZE;
        AddressRange range = new AddressRange(network, slash < 0 ? bits : length(text, slash, bits));
        if (!range.hasNoHostBits()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a network: the address has bits beyond the first " + range.length);
        }
        return range;
    }

    private static int length(String text, int slash, int bits) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
            throw notANetwork(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException notANetwork(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a network such as 127.0.0.0/8, 10.1.2.3/32 or fd00::/8");
    }

    private boolean hasNoHostBits() {
        for (int bit = length; bit < network.length * Byte.SIZE; bit++) {
            if ((network[bit / Byte.SIZE] >> (7 - bit % Byte.SIZE) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** @param address 4 or 16 bytes; an address of the other family is never contained */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = length / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = length % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
