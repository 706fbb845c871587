package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves a name to its addresses; blocks until there is an answer. */
interface NameLookup {

    List<InetAddress> addresses(String name) throws UnknownHostException;

    /** The operating system's resolver. */
    static NameLookup ofTheSystem() {
        return name -> List.of(InetAddress.getAllByName(name));
    }
}
