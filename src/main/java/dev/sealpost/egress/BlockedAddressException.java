package dev.sealpost.egress;

import java.net.UnknownHostException;

/**
 * All addresses of a host are blocked. Extends {@link UnknownHostException} because a DNS resolver can throw nothing else.
 */
public final class BlockedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    private final String rule;

    BlockedAddressException(String host, String rule) {
        super(host + " resolves to a blocked address (" + rule
                + "); list its network in SEALPOST_EGRESS_ALLOW to allow it");
        this.rule = rule;
    }

    /** Name of the rule, such as {@code loopback} or {@code private}. */
    public String rule() {
        return rule;
    }
}
