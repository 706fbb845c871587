package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.edge.CheckParameters;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every operation with every hostile value in every place of its request: none fails here, and each error has the one shape. */
class HostileInputTest extends ApiTestBase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern OURS = Pattern.compile(
            "(?i)jackson|spring|tomcat|exception|StreamRead|JsonNode|\\bcom\\.\\w|\\bjava\\.|\\borg\\.|dev\\.sealpost");

    /** NUL, halves of pairs, characters beyond the basic plane, times, numbers, long texts, and names that could be ids. */
    static final Pattern STORED = Pattern.compile(
            "(?s).*(u0000|ud800|udfff|%00|%ED|%F0|\u00f0|-01-01T|9{20}|9223372036854775807|x{3000}|_x|_9|e400|route:).*");

    /** As they stand in a path. */
    static final List<String> NAMES = List.of(
            "%00",
            "a%00b",
            ".",
            "..",
            "%2e%2e",
            "a%2Fb",
            "%ED%A0%80",
            "%FF",
            "%",
            "%zz",
            "a;b=c",
            "%20",
            "\u00e4",
            "-1",
            "99999999999999999999",
            "x".repeat(3_000),
            "app_x",
            "ep_x",
            "msg_x",
            "parked_99999999999999999999",
            "route:x",
            "qtask_%F0%9F%98%80",
            "*",
            "a+b");

    /** As they stand behind an equals sign. */
    static final List<String> PARAMETERS = List.of(
            "",
            "%00",
            "a%00",
            "%ED%A0%80",
            "%FF",
            "%",
            "%zz",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "NaN",
            "true",
            "%2B999999999-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "%2B10000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-18:00",
            "0000-01-01T00:00:00%2B18:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "x".repeat(3_000),
            "a,,b",
            "%F0%9F%98%80",
            "route:x",
            "[]",
            "1&x=2");

    /** As they stand behind the colon of a member; ISO 8859-1, so that bytes can be written that are no UTF-8. */
    static final List<String> VALUES = List.of(
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"x\\ud800y\"",
            "\"\\udfff\"",
            "\"\\ud800\\u0041\"",
            "\"\"",
            "\" \"",
            "\".\"",
            "\"..\"",
            "\"" + "x".repeat(70_000) + "\"",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e400",
            "9".repeat(400),
            "9".repeat(2_000),
            "true",
            "null",
            "[]",
            "{}",
            "[null]",
            "[\"\\u0000\"]",
            "[\"\\ud800\"]",
            "[1]",
            "{\"\\u0000\":\"x\"}",
            "{\"\\ud800\":\"x\"}",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":{}}}",
            "NaN",
            "01",
            "'x'",
            "\"\u00ff\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00f0\u009f\u0098\u0080\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59-18:00\"",
            "\"0000-01-01T00:00:00Z\"",
            "[".repeat(150) + "]".repeat(150),
            "[".repeat(500),
            "{\"a\":".repeat(500),
            "\"a\nb\"",
            "\"\\q\"",
            "tru",
            "");

    static final List<String> BODIES = List.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "null",
            "1",
            "\"a\"",
            "{}{}",
            "{\"a\"",
            "{\"a\":}",
            "{\"a\":1,}",
            "{'a':1}",
            "\u00ef\u00bb\u00bf{}",
            "{\u0000\"\u0000a\u0000\"\u0000}\u0000",
            "\u00ff",
            "{\"\\ud800\":1}",
            "{\"\\u0000\":1}",
            "/* */{}",
            "<a/>",
            "{\"" + "x".repeat(60_000) + "\":1}",
            "{\"evenTypes\":[\"a\"]}");

    /** Valid value of each member, for the operations that read a body. */
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

    private record Operation(String method, String path, Set<String> parameters) {

        private static final Pattern WITH_BODY = Pattern.compile(
                ".*/(app(/\\{app})?|endpoint(/\\{endpoint})?|msg|recover|replay|replay-missing|close|(parked|dead-letter)/redrive)");

        boolean readsItsBody() {
            return Set.of("POST", "PUT", "PATCH").contains(method)
                    && WITH_BODY.matcher(path).matches();
        }

        Map<String, String> members() {
            if (path.matches(".*/app(/\\{app})?")) {
                return WHOLE_APPLICATION;
            }
            if (path.matches(".*/endpoint(/\\{endpoint})?")) {
                return WHOLE_ENDPOINT;
            }
            return path.endsWith("/msg") ? MESSAGE : REPLAY;
        }
    }

    private record Request(Operation operation, String target, byte[] body) {}

    /** Returns whether to try this value. */
    boolean isTried(String value) {
        return true;
    }

    private List<String> tried(List<String> all) {
        return all.stream().filter(this::isTried).toList();
    }

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private RawClient raw;
    private Map<String, String> names = Map.of();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void fill() {
        raw = new RawClient(port, data.secret("api-token"));
        createEndpoint("e");
        api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"eventId\":\"m\",\"payload\":{}}");
        names = Map.of("app", app, "endpoint", "e", "message", "m");
    }

    private List<Operation> operations() {
        return mapping.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> entry.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> new Operation(
                                        method.name(),
                                        path,
                                        CheckParameters.known(
                                                entry.getValue().getMethodAnnotation(QueryParameters.class))))))
                // What a backup or a reload does is not what is asked here.
                .filter(operation -> !operation.path().endsWith("/backup")
                        && !operation.path().endsWith("/reload"))
                .sorted(Comparator.comparing(Operation::path).thenComparing(Operation::method))
                .toList();
    }

    @Test
    void knowsEveryOperation() {
        assertThat(operations()).hasSizeGreaterThan(35);
    }

    private void check(Stream<Request> requests) {
        requests.toList().parallelStream().forEach(this::check);

        assertThat(faults).isEmpty();
    }

    /** Fault 37. */
    @Test
    void takesNothingHostileInAPath() {
        check(operations().stream()
                .flatMap(operation -> VARIABLE.matcher(operation.path())
                        .results()
                        .map(found -> found.group(1))
                        .flatMap(variable -> tried(NAMES).stream()
                                .map(name -> new Request(
                                        operation,
                                        path(operation, variable, name),
                                        bytes(whole(operation.members())))))));
    }

    /** Faults 37 and 44. */
    @Test
    void takesNothingHostileInAQuery() {
        check(operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .flatMap(operation -> queries(operation)
                        .map(query -> new Request(operation, path(operation, "", "") + "?" + query, new byte[0]))));
    }

    private Stream<String> queries(Operation operation) {
        Stream<String> values = with(operation.parameters(), "evil").stream()
                .flatMap(name -> tried(PARAMETERS).stream().map(value -> name + "=" + value));
        Stream<String> iterators = operation.parameters().contains("iterator")
                ? forged().map(iterator -> "iterator=" + iterator)
                : Stream.of("iterator=x");
        Stream<String> odd =
                Stream.of("=", "&&", "a", "%zz=1", "%00=1", "limit=1&limit=2", "limit[]=1", "limit%5B0%5D=1");
        return Stream.of(values, iterators, odd).flatMap(each -> each);
    }

    /** Iterators of every list, with keys and times that no list has given. */
    private static Stream<String> forged() {
        Stream<String> places = Stream.concat(
                Stream.of("zzz", "", "a\0b", "a 1 1 ep_x", "a 99999999999 1 ep_x", "1", "\uD83D\uDE00", "a b")
                        .map(key -> "1796001596980|" + key),
                Stream.of("-1", "9223372036854775807", "x").map(time -> time + "|msg_x"));
        return places.flatMap(place -> Stream.of(Listing.values()).map(list -> list.word() + "|f|" + place))
                .map(text ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Faults 38, 40, 43 and 49. */
    @Test
    void takesNothingHostileInABody() {
        check(operations().stream()
                .filter(operation -> !operation.method().equals("GET"))
                .flatMap(operation -> hostileBodies(operation)
                        .map(body -> new Request(operation, path(operation, "", ""), bytes(body)))));
        check(Stream.of(
                new Request(new Operation("GET", "/api/v1/app", Set.of()), "/api/v1/app?limit=250", new byte[0])));
    }

    private Stream<String> hostileBodies(Operation operation) {
        Stream<String> whole = tried(BODIES).stream();
        if (!operation.readsItsBody()) {
            return whole;
        }
        Map<String, String> members = operation.members();
        // A PUT is read as a POST is; what is stored is stored in another way.
        List<String> values = tried(VALUES).stream()
                .filter(value -> !operation.method().equals("PUT")
                        || STORED.matcher(value).matches())
                .toList();
        Stream<String> changed = members.keySet().stream()
                .flatMap(member -> values.stream().map(value -> whole(changed(members, member, value))));
        Stream<String> inPolicy =
                members.containsKey("policy") && operation.method().equals("PATCH")
                        ? policies().map(policy -> whole(changed(members, "policy", policy)))
                        : Stream.empty();
        return Stream.of(whole, changed, inPolicy).flatMap(each -> each);
    }

    /** With each value in the place of each member of a policy, however deep. */
    private Stream<String> policies() {
        JsonNode policy = api.get("/app/" + app + "/endpoint/e").json().path("effectivePolicy");
        return leaves(policy, "%s").flatMap(form -> tried(VALUES).stream().map(value -> form.replace("%s", value)));
    }

    private static Stream<String> leaves(JsonNode object, String form) {
        return object.propertyStream().flatMap(member -> {
            String here = form.replace("%s", "{\"" + member.getKey() + "\":%s}");
            return Stream.concat(
                    Stream.of(here), member.getValue().isObject() ? leaves(member.getValue(), here) : Stream.empty());
        });
    }

    private void check(Request request) {
        Operation operation = request.operation();
        String target = request.target();
        byte[] body = request.body();
        RawClient.Answer answer = raw.send(operation.method(), target, body);
        String problem = answer.status() >= 400 ? problem(answer) : notJson(answer);
        if (!problem.isEmpty() && faults.size() < 30) {
            String sent = new String(body, StandardCharsets.ISO_8859_1);
            faults.add("%s %s %s -> %d %s: %s"
                    .formatted(
                            operation.method(), cut(target), cut(sent), answer.status(), problem, cut(answer.body())));
        }
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 300));
    }

    private static String notJson(RawClient.Answer answer) {
        return answer.body().isEmpty() || json(answer.body()) != null ? "" : "no JSON";
    }

    private static String problem(RawClient.Answer answer) {
        JsonNode problem = json(answer.body());
        if (answer.status() >= 500) {
            return "a fault of ours";
        }
        if (problem == null || !problem.path("code").isTextual()) {
            return "not the shape of an error";
        }
        JsonNode detail = problem.path("detail");
        boolean isList = answer.status() == 422
                && detail.isArray()
                && detail.valueStream()
                        .allMatch(item -> item.path("loc").isArray()
                                && item.path("msg").isTextual()
                                && item.path("type").isTextual());
        if (!isList && !detail.isTextual()) {
            return "not the shape of an error";
        }
        return OURS.matcher(detail.toString()).find() ? "names a part of ours" : "";
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private String path(Operation operation, String variable, String name) {
        return VARIABLE.matcher(operation.path())
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).equals(variable) ? name : names.getOrDefault(found.group(1), "x")));
    }

    private static String whole(Map<String, String> members) {
        return "{"
                + String.join(
                        ",",
                        members.entrySet().stream()
                                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                                .toList())
                + "}";
    }

    private static Map<String, String> changed(Map<String, String> members, String member, String value) {
        Map<String, String> changed = new HashMap<>(members);
        changed.put(member, value);
        return changed;
    }

    private static List<String> with(Set<String> some, String other) {
        return Stream.concat(some.stream(), Stream.of(other)).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
