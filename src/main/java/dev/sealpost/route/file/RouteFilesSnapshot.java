package dev.sealpost.route.file;

import java.util.Map;

/**
 * Snapshot of all files by name.
 *
 * @param connectors Kamelets
 * @param routes in loading order
 */
public record RouteFilesSnapshot(Map<String, RouteFileContent> connectors, Map<String, RouteFileContent> routes) {

    public static final RouteFilesSnapshot NOTHING = new RouteFilesSnapshot(Map.of(), Map.of());
}
