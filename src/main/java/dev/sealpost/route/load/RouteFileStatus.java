package dev.sealpost.route.load;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Status of a file in {@code routes/} or {@code connectors/}.
 *
 * @param runningSince time when the running content was loaded; empty if nothing of the file runs
 * @param routes running routes, possibly of earlier content
 * @param problems the problems that keep the content from running
 */
public record RouteFileStatus(
        String file, Optional<Instant> runningSince, List<RouteStatus> routes, List<RouteProblems.Reported> problems) {

    /** State of a file. */
    public enum FileState {
        /** The content of the file runs. */
        RUNNING,
        /** Connector that no route names, so that it is not loaded. */
        UNUSED,
        /** The content is invalid; the earlier content runs. */
        OUTDATED,
        /** The content is invalid, and nothing of the file runs. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** * Status of a route.
     *
     * @param state {@code started}, {@code stopped} or {@code suspended}
     * @param destination true if it receives events ({@code from: event:})
     */
    public record RouteStatus(String id, Optional<String> description, String state, boolean destination) {}

    public FileState state() {
        if (problems.isEmpty()) {
            return runningSince.isPresent() ? FileState.RUNNING : FileState.UNUSED;
        }
        return runningSince.isPresent() ? FileState.OUTDATED : FileState.REFUSED;
    }
}
