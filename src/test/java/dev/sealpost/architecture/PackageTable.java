package dev.sealpost.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The packages of Sealpost in their order: each may import those before it and none after it. */
enum PackageTable {
    IDENTIFIER,
    ACCESS,
    LOG,
    NODE,
    LIBRARY,
    DATABASE,
    AUDIT,
    SIGNATURE,
    SIGNATURE_RENEWAL,
    EGRESS,
    BROKER_GUARD,
    BROKER_MESSAGE,
    BROKER,
    BACKUP,
    APPLICATION,
    EVENT,
    EVENTTYPE,
    EVENT_MESSAGE,
    REQUEST,
    TRANSFORM,
    ENDPOINT,
    SUBSCRIPTION,
    DELIVERY,
    DELIVERY_FLIGHT,
    DELIVERY_GATE,
    DELIVERY_RECORD,
    LEDGER,
    RETENTION,
    DELIVERY_DISPATCH,
    HISTORY,
    REPLAY,
    ATTEMPT,
    CONNECTOR,
    CONNECTOR_SIGNING,
    CONNECTOR_CREDENTIAL,
    CONNECTOR_LIMIT,
    CONNECTOR_CALL,
    CONNECTOR_CATALOG,
    CONNECTOR_KIT,
    DEPLOYMENT,
    ROUTE_EVENT,
    ROUTE_CAMEL,
    ROUTE_STEP,
    ROUTE_CONNECTOR,
    ROUTE_FILE,
    ROUTE_CHECK,
    ROUTE_LOAD,
    ROUTE_DEPLOY,
    ROUTE_COMMAND,
    ROUTE,
    CONNECTOR_COMMAND,
    SOURCE_WEBHOOK,
    SOURCE_POLL,
    SOURCE_SYNC,
    ALERT,
    OPERATIONAL,
    API_SHAPE,
    API_EDGE,
    API_APPLICATION,
    API_EVENTTYPE,
    API_MESSAGE,
    API_ENDPOINT,
    API_ATTEMPT,
    API_REPLAY,
    API_INBOUND,
    API_CONNECTOR,
    API_OPERATION,
    API_DESCRIPTION,
    API,
    CONSOLE,
    DEMO,
    COMMAND;

    static final String ROOT = "dev.sealpost";

    /** Packages whose classes may speak SQL. */
    static final List<PackageTable> STORES = List.of(
            DATABASE,
            AUDIT,
            SIGNATURE_RENEWAL,
            APPLICATION,
            EVENT,
            EVENTTYPE,
            ENDPOINT,
            SUBSCRIPTION,
            DELIVERY,
            DELIVERY_FLIGHT,
            DELIVERY_RECORD,
            LEDGER,
            RETENTION,
            DELIVERY_DISPATCH,
            HISTORY,
            REPLAY,
            CONNECTOR_CREDENTIAL,
            CONNECTOR_LIMIT,
            DEPLOYMENT,
            ROUTE_CAMEL,
            ROUTE_STEP,
            ROUTE_LOAD,
            SOURCE_WEBHOOK,
            SOURCE_POLL,
            SOURCE_SYNC,
            ALERT);

    /** The package of this name; empty where it is not in the table. */
    static Optional<PackageTable> of(String packageName) {
        return Arrays.stream(values())
                .filter(each -> each.packageName().equals(packageName))
                .findFirst();
    }

    String packageName() {
        return ROOT + "." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
