package dev.sealpost.architecture;

import java.util.List;
import java.util.Locale;

/** The packages of Sealpost in their order: each may import those before it and none after it. */
enum PackageTable {
    IDENTIFIER,
    LOG,
    HOME,
    DATABASE,
    SIGNATURE,
    EGRESS,
    BROKER,
    BACKUP,
    APPLICATION,
    EVENT,
    ENDPOINT,
    SUBSCRIPTION,
    DELIVERY,
    ATTEMPT,
    ROUTE,
    SOURCE,
    ALERT,
    OPERATIONAL,
    API,
    CONSOLE,
    DEMO,
    COMMAND;

    static final String ROOT = "dev.sealpost";

    /** Packages whose classes may speak SQL. */
    static final List<PackageTable> STORES =
            List.of(DATABASE, APPLICATION, EVENT, ENDPOINT, SUBSCRIPTION, DELIVERY, ROUTE, SOURCE, ALERT);

    /** With the packages below it, in ArchUnit's notation. */
    String pattern() {
        return ROOT + "." + simpleName() + "..";
    }

    String simpleName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
