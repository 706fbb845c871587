package dev.sealpost.route.file;

import java.util.Map;

/**
 * The files at one moment, by their names.
 *
 * @param connectors Kamelets
 * @param routes in the order in which they are loaded
 */
public record RouteFilesSnapshot(Map<String, RouteFileContent> connectors, Map<String, RouteFileContent> routes) {

    public static final RouteFilesSnapshot NOTHING = new RouteFilesSnapshot(Map.of(), Map.of());
}
