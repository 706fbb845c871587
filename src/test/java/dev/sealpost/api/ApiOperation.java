package dev.sealpost.api;

import dev.sealpost.api.edge.CheckParameters;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.DeclaredShapes;
import dev.sealpost.api.shape.Shape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * An operation of the API.
 *
 * @param parameters names of its query parameters
 * @param shape of its body; empty if it reads none
 */
record ApiOperation(String method, String path, Set<String> parameters, Optional<Shape> shape) {

    /** In place of the examples: a deployment refused before its files are checked, and a span that is too long ago. */
    private static final Map<String, String> HARMLESS =
            Map.of("files", "{\"x\": \"y\"}", "since", "\"2020-01-01T00:00:00Z\"");

    /** Returns those that this mapping serves under {@code /api/}. */
    static List<ApiOperation> of(RequestMappingHandlerMapping mapping) {
        return mapping.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> entry.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> new ApiOperation(
                                        method.name(),
                                        path,
                                        CheckParameters.known(
                                                entry.getValue().getMethodAnnotation(QueryParameters.class)),
                                        DeclaredShapes.of(entry.getValue().getMethod())))))
                // What a backup or a reload does is not what is asked here.
                .filter(operation -> !operation.path().endsWith("/backup")
                        && !operation.path().endsWith("/reload"))
                .sorted(Comparator.comparing(ApiOperation::path).thenComparing(ApiOperation::method))
                .toList();
    }

    boolean readsItsBody() {
        return shape.isPresent();
    }

    /** Returns a valid value of each member of its body. */
    Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        shape.ifPresent(body -> {
            body.onlyInAnswers().forEach(name -> members.put(name, "null"));
            body.members()
                    .forEach(member -> members.put(
                            member.name(),
                            member.nullable()
                                    ? "null"
                                    : HARMLESS.getOrDefault(
                                            member.name(), member.note().example())));
            body.members().forEach(member -> member.alias().ifPresent(alias -> members.put(alias, "null")));
        });
        return members;
    }
}
