package dev.sealpost.egress;

import java.net.UnknownHostException;

/**
 * Too many names are being looked up here to look up one more in time. Says nothing about the name, so it costs nobody an
 * attempt. An {@link UnknownHostException}, because that is all a resolver of names may throw.
 */
public final class LookupsBusyException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    public LookupsBusyException(String name) {
        super("Too many other names are being looked up here to look up " + name + "; it is tried again later");
    }
}
