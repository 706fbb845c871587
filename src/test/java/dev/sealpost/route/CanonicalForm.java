package dev.sealpost.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Camel's canonical YAML: every step a map, every expression under {@code expression}, languages as maps. */
final class CanonicalForm {

    private static final Set<String> WITH_EXPRESSION =
            Set.of("setBody", "setHeader", "setProperty", "setVariable", "transform", "filter");

    private final List<String> problems = new ArrayList<>();

    private CanonicalForm() {}

    /** Returns the problems of a {@code from} and its steps. */
    static List<String> problems(Map<String, Object> from) {
        CanonicalForm form = new CanonicalForm();
        form.checkSteps(from.get("steps"));
        return form.problems;
    }

    /** Returns the value as a map with string keys; empty if it is something else. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }

    private void checkSteps(@Nullable Object steps) {
        if (!(steps instanceof List<?> list)) {
            problems.add("steps are a list below from");
            return;
        }
        for (Object step : list) {
            map(step).forEach(this::checkStep);
        }
    }

    private void checkStep(String kind, @Nullable Object step) {
        if (!(step instanceof Map)) {
            problems.add(kind + " is written in the short form");
            return;
        }
        Map<String, Object> parts = map(step);
        if (WITH_EXPRESSION.contains(kind)) {
            checkExpression(kind, parts);
        }
        if (kind.equals("choice")) {
            if (parts.get("when") instanceof List<?> whens) {
                for (Object when : whens) {
                    checkExpression("when", map(when));
                    checkSteps(map(when).get("steps"));
                }
            }
            if (parts.containsKey("otherwise")) {
                checkSteps(map(parts.get("otherwise")).get("steps"));
            }
        } else if (parts.containsKey("steps")) {
            checkSteps(parts.get("steps"));
        }
    }

    private void checkExpression(String kind, Map<String, Object> parts) {
        Map<String, Object> expression = map(parts.get("expression"));
        if (expression.isEmpty()) {
            problems.add(kind + " has no expression of its own level");
        }
        expression.forEach((language, text) -> {
            if (!(text instanceof Map)) {
                problems.add(kind + ": " + language + " is written in the short form");
            }
            if (language.equals("simple")
                    && String.valueOf(map(text).get("expression")).matches("(?s).*(&&|\\|\\|).*")) {
                problems.add(kind + ": Simple is for one comparison at most");
            }
        });
    }
}
