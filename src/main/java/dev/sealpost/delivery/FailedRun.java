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
 * How a run of a route came to fail. Kept with the attempt; a run that succeeded has none. Without secrets, and bounded.
 *
 * @param step where it failed
 * @param error class and message of the exception
 * @param steps that were begun, in their order, {@value #MOST_STEPS} at most
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
     * @param route its id
     * @param id as it stands in the route's file, or as Camel has numbered it
     * @param kind such as {@code to} or {@code bean}
     * @param endpoint what it calls, without what may be secret
     * @param place file and line
     */
    public record Step(String route, String id, String kind, Optional<String> endpoint, Optional<String> place) {}

    /**
     * How long a step took.
     *
     * @param runs how often it was begun: more than once when Camel repeated it, or in a loop or split
     * @param time of all its runs together, with the steps inside it
     */
    public record StepTime(String id, int runs, Duration time) {}

    /** For a column. */
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

    /** Reads what {@link #text} wrote; empty for NULL. */
    public static Optional<FailedRun> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column holds no JSON of the expected shape", e);
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
