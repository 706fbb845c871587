package dev.sealpost.route;

import java.util.Map;

/**
 * The files at one moment, by their names.
 *
 * @param connectors Kamelets
 * @param routes in the order in which they are loaded
 */
record Seen(Map<String, Found> connectors, Map<String, Found> routes) {

    static final Seen NOTHING = new Seen(Map.of(), Map.of());
}
