package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.edge.Listing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private record Request(ApiOperation operation, String target, byte[] body) {}

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

    @Test
    void knowsEveryOperation() {
        assertThat(ApiOperation.of(mapping)).hasSizeGreaterThan(35);
    }

    private void check(Stream<Request> requests) {
        requests.toList().parallelStream().forEach(this::check);

        assertThat(faults).isEmpty();
    }

    /** Fault 37. */
    @Test
    void takesNothingHostileInAPath() {
        check(ApiOperation.of(mapping).stream()
                .flatMap(operation -> VARIABLE.matcher(operation.path())
                        .results()
                        .map(found -> found.group(1))
                        .flatMap(variable -> tried(HostileValues.NAMES).stream()
                                .map(name -> new Request(
                                        operation,
                                        path(operation, variable, name),
                                        bytes(whole(operation.members())))))));
    }

    /** Faults 37 and 44. */
    @Test
    void takesNothingHostileInAQuery() {
        check(ApiOperation.of(mapping).stream()
                .filter(operation -> operation.method().equals("GET"))
                .flatMap(operation -> queries(operation)
                        .map(query -> new Request(operation, path(operation, "", "") + "?" + query, new byte[0]))));
    }

    private Stream<String> queries(ApiOperation operation) {
        Stream<String> values = with(operation.parameters(), "evil").stream()
                .flatMap(name -> tried(HostileValues.PARAMETERS).stream().map(value -> name + "=" + value));
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
        check(ApiOperation.of(mapping).stream()
                .filter(operation -> !operation.method().equals("GET"))
                .flatMap(operation -> hostileBodies(operation)
                        .map(body -> new Request(operation, path(operation, "", ""), bytes(body)))));
        check(Stream.of(new Request(
                new ApiOperation("GET", "/api/v1/app", Set.of(), Optional.empty()),
                "/api/v1/app?limit=250",
                new byte[0])));
    }

    private Stream<String> hostileBodies(ApiOperation operation) {
        Stream<String> whole = tried(HostileValues.BODIES).stream();
        if (!operation.readsItsBody()) {
            return whole;
        }
        Map<String, String> members = operation.members();
        // A PUT is read as a POST is; what is stored is stored in another way.
        List<String> values = tried(HostileValues.VALUES).stream()
                .filter(value -> !operation.method().equals("PUT")
                        || HostileValues.STORED.matcher(value).matches())
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
        return leaves(policy, "%s")
                .flatMap(form -> tried(HostileValues.VALUES).stream().map(value -> form.replace("%s", value)));
    }

    private static Stream<String> leaves(JsonNode object, String form) {
        return object.propertyStream().flatMap(member -> {
            String here = form.replace("%s", "{\"" + member.getKey() + "\":%s}");
            return Stream.concat(
                    Stream.of(here), member.getValue().isObject() ? leaves(member.getValue(), here) : Stream.empty());
        });
    }

    private void check(Request request) {
        ApiOperation operation = request.operation();
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

    private String path(ApiOperation operation, String variable, String name) {
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
