package dev.sealpost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.ApiPages.Described;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Calls operations of a node as their description says, and keeps what was asked and answered. */
final class ApiExamples {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern ID = Pattern.compile("\\b([a-z]+)_([0-9A-Za-z]{27})\\b");
    private static final Pattern PARKED = Pattern.compile("\\bparked_\\d+\\b");
    private static final String MADE_UP = "2mLsW0bYcQeRtUvXaZ1dF4g";
    private static final int MOST_ITEMS = 2;
    private static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer as it came. */
    record Answered(Described operation, int status, Optional<JsonNode> json) {}

    private final Node node;
    private final JsonNode document;
    private final ApiSchemas schemas;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<Answered> answers = new ArrayList<>();
    private final ObjectNode kept = JsonNodeFactory.instance.objectNode();

    ApiExamples(Node node, JsonNode document) {
        this.node = node;
        this.document = document;
        this.schemas = new ApiSchemas(document);
    }

    /** Uses this value of a variable in paths, in operations of one tag or of all. */
    void name(String variable, String value) {
        names.put(variable, value);
    }

    /** Shows another text in the place of this one. */
    void show(String text, String instead) {
        replaced.put(text, instead);
    }

    List<Answered> answers() {
        return answers;
    }

    /** Returns the examples by the ids of their operations. */
    ObjectNode kept() {
        return kept;
    }

    boolean has(String operationId) {
        return kept.has(operationId);
    }

    /**
     * Calls an operation.
     *
     * @param members of the body, in place of those of the description
     */
    JsonNode call(Described each, Map<String, JsonNode> members) throws Exception {
        String target = target(each);
        Optional<ObjectNode> body = schemas.json(each.operation().path("requestBody"))
                .map(schema -> (ObjectNode) example(schema))
                .map(example -> recent(each.method().equals("PATCH") ? one(example) : example));
        body.ifPresent(object -> members.forEach((name, value) -> {
            if (object.has(name)) {
                object.set(name, value);
            }
        }));
        HttpRequest.Builder request = node.request(target)
                .method(
                        each.method(),
                        body.map(object -> HttpRequest.BodyPublishers.ofString(object.toString()))
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        body.ifPresent(object -> request.header("content-type", "application/json"));
        HttpResponse<String> response = node.send(request);
        boolean isJson = response.headers()
                .firstValue("content-type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        Optional<JsonNode> json =
                isJson && !response.body().isEmpty() ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        answers.add(new Answered(each, response.statusCode(), json));
        ObjectNode example = kept.putObject(each.id());
        example.put("target", shown(target));
        body.ifPresent(object -> example.set("body", parsed(shown(object.toString()))));
        example.put("status", response.statusCode());
        json.ifPresent(answer -> example.set("answer", cut(parsed(shown(answer.toString())), each.id())));
        return json.orElse(JsonNodeFactory.instance.objectNode());
    }

    private String target(Described each) {
        String path = VARIABLE.matcher(each.path())
                .replaceAll(found ->
                        Matcher.quoteReplacement(Optional.ofNullable(names.get(each.tag() + "." + found.group(1)))
                                .or(() -> Optional.ofNullable(names.get(found.group(1))))
                                .orElse("nothing")));
        String query = each.operation()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals("query")
                        && parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText() + "="
                        + parameter.at("/schema/examples/0").asText())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private JsonNode example(JsonNode schema) {
        JsonNode real = schemas.resolved(schema);
        if (real.has("examples")) {
            return real.at("/examples/0").deepCopy();
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        real.path("properties")
                .propertyStream()
                .filter(member -> member.getValue().has("examples")
                        && !member.getValue().path("deprecated").asBoolean())
                .forEach(member -> object.set(member.getKey(), example(member.getValue())));
        return object;
    }

    /** A change of its last member. */
    private static ObjectNode one(ObjectNode example) {
        List<String> others = new ArrayList<>();
        example.fieldNames().forEachRemaining(others::add);
        String changed = others.contains("description") ? "description" : others.getFirst();
        others.remove(changed);
        return example.without(others);
    }

    /** A span that ends now, since a node knows no other. */
    private static ObjectNode recent(ObjectNode body) {
        if (body.has("since")) {
            body.set("since", TextNode.valueOf(hourAgo()));
            body.remove("until");
        }
        return body;
    }

    private static String hourAgo() {
        return Instant.now()
                .minus(Duration.ofHours(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private String shown(String text) {
        String shown = text;
        for (Map.Entry<String, String> each : replaced.entrySet()) {
            shown = shown.replace(each.getKey(), each.getValue());
        }
        shown = ID.matcher(shown)
                .replaceAll(found -> ids.computeIfAbsent(
                        found.group(), id -> "%s_%s%04d".formatted(found.group(1), MADE_UP, ids.size() + 1)));
        shown = PARKED.matcher(shown)
                .replaceAll(found -> ids.computeIfAbsent(found.group(), id -> "parked_" + (301 + ids.size())));
        return shown.replaceAll("\\b20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-12-01T08:00:00.000Z")
                .replaceAll("(\"\\w*(?:Ms|bytes)\"):\\d+", "$1:12")
                .replaceAll("\\b20\\d\\d-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d(\\.\\d+)?Z", "2026-12-01T08-00-00.000Z")
                .replaceAll("(\"(?:prevI|i)terator\"):\"[^\"]+\"", "$1:\"b3BhcXVlLCBhbmQgb2Ygb25lIGxpc3Q\"");
    }

    private static JsonNode cut(JsonNode json, String operationId) {
        if (operationId.equals("description.openApi")) {
            return ((ObjectNode) json).retain("openapi", "info");
        }
        return cut(json);
    }

    /** Cuts long lists and texts. */
    private static JsonNode cut(JsonNode json) {
        if (json.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            json.valueStream().limit(MOST_ITEMS).map(ApiExamples::cut).forEach(items::add);
            return items;
        }
        if (json.isObject()) {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            json.propertyStream().forEach(member -> members.set(member.getKey(), cut(member.getValue())));
            return members;
        }
        if (json.isTextual() && json.textValue().length() > LONGEST) {
            return TextNode.valueOf(json.textValue().substring(0, LONGEST) + " …");
        }
        return json;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
