package dev.sealpost.egress;

import java.net.UnknownHostException;

/**
 * Too many names are being looked up to look up another one in time. The name itself is not at fault, so this does not count as
 * an attempt. Extends {@link UnknownHostException} because a DNS resolver can throw nothing else.
 */
public final class LookupsBusyException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    public LookupsBusyException(String name) {
        super("Too many other lookups are running to resolve " + name + "; it will be retried");
    }
}
