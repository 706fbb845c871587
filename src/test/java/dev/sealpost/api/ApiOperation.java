package dev.sealpost.api;

import dev.sealpost.api.edge.CheckParameters;
import dev.sealpost.api.edge.QueryParameters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * An operation of the API.
 *
 * @param parameters names of its query parameters
 */
record ApiOperation(String method, String path, Set<String> parameters) {

    private static final Pattern WITH_BODY = Pattern.compile(
            ".*/(app(/\\{app})?|endpoint(/\\{endpoint})?|msg|recover|replay|replay-missing|close|deployment|(parked|dead-letter)/redrive)");

    private static final Map<String, String> WHOLE_APPLICATION = Map.of(
            "name",
            "\"a\"",
            "uid",
            "null",
            "metadata",
            "{}",
            "throttleRate",
            "null",
            "rateLimit",
            "null",
            "id",
            "\"x\"",
            "paused",
            "false",
            "createdAt",
            "\"x\"");

    private static final Map<String, String> WHOLE_ENDPOINT = Map.ofEntries(
            Map.entry("url", "\"https://example.com/\""),
            Map.entry("uid", "null"),
            Map.entry("description", "\"\""),
            Map.entry("eventTypes", "null"),
            Map.entry("filterTypes", "null"),
            Map.entry("channels", "null"),
            Map.entry("metadata", "{}"),
            Map.entry("secret", "null"),
            Map.entry("headers", "null"),
            Map.entry("throttleRate", "null"),
            Map.entry("policy", "{}"),
            Map.entry("disabled", "false"),
            Map.entry("paused", "false"));

    private static final Map<String, String> MESSAGE = Map.ofEntries(
            Map.entry("eventType", "\"a\""),
            Map.entry("payload", "{}"),
            Map.entry("eventId", "null"),
            Map.entry("channels", "null"),
            Map.entry("tags", "null"),
            Map.entry("expiresAt", "null"),
            Map.entry("expireAfter", "null"),
            Map.entry("payloadRetentionPeriod", "null"),
            Map.entry("deliverAt", "null"),
            Map.entry("transformationsParams", "{}"),
            Map.entry("application", "null"));

    private static final Map<String, String> REPLAY = Map.of(
            "since",
            "\"2020-01-01T00:00:00Z\"",
            "until",
            "null",
            "eventTypes",
            "null",
            "outcomes",
            "null",
            "reason",
            "null",
            "endpointId",
            "null",
            "by",
            "\"me\"",
            "note",
            "null");

    /** Refused before its files are checked, so that nothing is deployed. */
    private static final Map<String, String> DEPLOYMENT =
            Map.of("files", "{\"x\": \"y\"}", "by", "null", "note", "null");

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
                                                entry.getValue().getMethodAnnotation(QueryParameters.class))))))
                // What a backup or a reload does is not what is asked here.
                .filter(operation -> !operation.path().endsWith("/backup")
                        && !operation.path().endsWith("/reload"))
                .sorted(Comparator.comparing(ApiOperation::path).thenComparing(ApiOperation::method))
                .toList();
    }

    boolean readsItsBody() {
        return Set.of("POST", "PUT", "PATCH").contains(method)
                && WITH_BODY.matcher(path).matches();
    }

    /** Returns a valid value of each member of its body. */
    Map<String, String> members() {
        if (path.matches(".*/app(/\\{app})?")) {
            return WHOLE_APPLICATION;
        }
        if (path.matches(".*/endpoint(/\\{endpoint})?")) {
            return WHOLE_ENDPOINT;
        }
        if (path.endsWith("/deployment")) {
            return DEPLOYMENT;
        }
        return path.endsWith("/msg") ? MESSAGE : REPLAY;
    }
}
