package dev.sealpost.egress;

import java.net.UnknownHostException;

/**
 * None of the addresses of a host may be called. An {@link UnknownHostException}, because that is all a resolver of names
 * may throw.
 */
public final class BlockedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    private final String rule;

    BlockedAddressException(String host, String rule) {
        super(host + " leads to an address that may not be called (" + rule
                + "); SEALPOST_EGRESS_ALLOW names the networks that may");
        this.rule = rule;
    }

    /** Such as {@code loopback} or {@code private}. */
    public String rule() {
        return rule;
    }
}
