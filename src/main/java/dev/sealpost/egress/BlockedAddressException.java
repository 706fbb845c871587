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

    private BlockedAddressException(String message, String rule, String host) {
        super(host + message);
        this.rule = rule;
    }

    /** Creates the failure of a call without TLS where only calls with it are allowed. */
    static BlockedAddressException notHttps(String host) {
        return new BlockedAddressException(
                " is not called by http: (sealpost.egress.webhooks.https-only)", "https-only", host);
    }

    /** Name of the rule, such as {@code loopback} or {@code private}. */
    public String rule() {
        return rule;
    }
}
