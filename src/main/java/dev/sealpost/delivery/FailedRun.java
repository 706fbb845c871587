package dev.sealpost.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failed run of a route, stored with its attempt. Bounded in size and free of secrets.
 *
 * @param step the step that failed
 * @param error class and message of the exception
 * @param steps the steps started, in order, at most {@value #MOST_STEPS}
 */
public record FailedRun(Step step, String error, List<StepTime> steps) {

    public static final int MOST_STEPS = 40;

    private static final ObjectMapper JSON = new ObjectMapper();

    public FailedRun {
        steps = List.copyOf(steps);
    }

    /**
     * One step of a route.
     *
     * @param route id of the route
     * @param id id from the route file, or the one that Camel generated
     * @param kind such as {@code to} or {@code bean}
     * @param endpoint endpoint called, without secrets
     * @param place file and line
     */
    public record Step(String route, String id, String kind, Optional<String> endpoint, Optional<String> place) {}

    /**
     * Duration of a step.
     *
     * @param runs number of executions: more than one after a redelivery by Camel, or in a loop or split
     * @param time total of all executions, including nested steps
     */
    public record StepTime(String id, int runs, Duration time) {}

    /** Returns the JSON stored in a column. */
    public String text() {
        ObjectNode json = JSON.createObjectNode()
                .put("route", step.route())
                .put("id", step.id())
                .put("kind", step.kind())
                .put("error", error);
        step.endpoint().ifPresent(endpoint -> json.put("endpoint", endpoint));
        step.place().ifPresent(place -> json.put("place", place));
        for (StepTime each : steps) {
            json.withArray("steps")
                    .addObject()
                    .put("id", each.id())
                    .put("runs", each.runs())
                    .put("millis", each.time().toMillis());
        }
        return json.toString();
    }

    /** Parses the result of {@link #text}; empty for NULL. */
    public static Optional<FailedRun> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored failed run is not valid JSON", e);
        }
    }

    private static FailedRun read(JsonNode json) {
        List<StepTime> steps = new ArrayList<>();
        for (JsonNode each : json.path("steps")) {
            steps.add(new StepTime(
                    each.path("id").asText(),
                    each.path("runs").asInt(),
                    Duration.ofMillis(each.path("millis").asLong())));
        }
        return new FailedRun(
                new Step(
                        json.path("route").asText(),
                        json.path("id").asText(),
                        json.path("kind").asText(),
                        optional(json, "endpoint"),
                        optional(json, "place")),
                json.path("error").asText(),
                steps);
    }

    private static Optional<String> optional(JsonNode json, String member) {
        return json.has(member) ? Optional.of(json.path(member).asText()) : Optional.empty();
    }
}
