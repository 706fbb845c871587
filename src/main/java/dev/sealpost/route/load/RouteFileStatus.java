package dev.sealpost.route.load;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a file in {@code routes/} or {@code connectors/} is doing.
 *
 * @param runningSince when the content that runs was taken in; none where nothing of the file runs
 * @param routes those that run, be it of an earlier content
 * @param problems what keeps the content of the file from running
 */
public record RouteFileStatus(
        String file, Optional<Instant> runningSince, List<RouteStatus> routes, List<RouteProblems.Reported> problems) {

    /** In one word. */
    public enum State {
        /** What is in the file runs. */
        RUNNING,
        /** What is in the file is wrong; what was in it before runs. */
        OUTDATED,
        /** What is in the file is wrong, and nothing of it runs. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A route.
     *
     * @param state {@code started}, {@code stopped} or {@code suspended}
     * @param destination whether it is owed events ({@code from: event:})
     */
    public record RouteStatus(String id, Optional<String> description, String state, boolean destination) {}

    public State state() {
        if (problems.isEmpty()) {
            return State.RUNNING;
        }
        return runningSince.isPresent() ? State.OUTDATED : State.REFUSED;
    }
}
