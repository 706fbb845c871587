package dev.sealpost.egress;

import java.io.IOException;

/** The proxy opened no tunnel. */
public final class ProxyRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    ProxyRefusedException(int status) {
        super("the proxy answered " + status + " to CONNECT");
    }
}
