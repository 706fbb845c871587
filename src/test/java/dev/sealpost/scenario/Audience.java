package dev.sealpost.scenario;

import java.util.Set;

/**
 * Whom an event reaches: with this application and type, exactly the endpoints at these paths.
 *
 * @param application its id
 */
record Audience(String application, String eventType, Set<String> paths) {

    Audience {
        paths = Set.copyOf(paths);
    }
}
