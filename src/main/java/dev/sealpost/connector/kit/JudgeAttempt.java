package dev.sealpost.connector.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.connector.call.CallResult;
import dev.sealpost.connector.call.CallSpec.SourceSpec;
import dev.sealpost.connector.call.ExactJson;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.kit.Conversation.Attempt;
import dev.sealpost.connector.kit.Conversation.ExpectedRequest;
import dev.sealpost.connector.kit.Conversation.SourcePage;
import dev.sealpost.connector.kit.PlayConversation.Played;
import dev.sealpost.connector.kit.StandInVendor.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Compares an attempt with its scene. */
final class JudgeAttempt {

    private static final ObjectMapper JSON = ExactJson.mapper();
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** Headers that every request has. */
    private static final Set<String> OF_EVERY_CLIENT =
            Set.of("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent");

    private final String place;
    private final Connector connector;
    private final Conversation conversation;
    private final List<ConnectorFinding> findings;

    /** @param findings to which this adds */
    JudgeAttempt(String place, Connector connector, Conversation conversation, List<ConnectorFinding> findings) {
        this.place = place;
        this.connector = connector;
        this.conversation = conversation;
        this.findings = findings;
    }

    void judge(Attempt attempt, Played played, List<Received> received) {
        if (attempt.outcome() != played.outcome()) {
            findings.add(new ConnectorFinding(
                    place,
                    "the outcome is " + played.outcome().name().toLowerCase(Locale.ROOT) + " instead of "
                            + attempt.outcome().name().toLowerCase(Locale.ROOT)
                            + (played.reason().isEmpty() ? "" : ": " + played.reason())));
            return;
        }
        attempt.reason()
                .filter(reason -> !played.reason().contains(reason))
                .ifPresent(reason -> add("the reason is \"" + played.reason() + "\", without \"" + reason + "\""));
        attempt.retryAfter()
                .ifPresent(wait -> compare(
                        "seconds to wait",
                        wait.asText(),
                        played.retryAfter().map(JudgeAttempt::seconds).orElse("unknown")));
        attempt.pause()
                .ifPresent(pause -> compare(
                        "seconds of pause",
                        pause.asText(),
                        played.pause().map(JudgeAttempt::seconds).orElse("none")));
        attempt.output()
                .ifPresent(output -> compare(
                        "output",
                        plain(output),
                        played.result()
                                .map(CallResult::body)
                                .map(JudgeAttempt::normal)
                                .orElse("")));
        attempt.page().ifPresent(page -> page(page, played.result()));
        requests(attempt, received);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? String.valueOf(time.toSeconds())
                : String.valueOf(time.toMillis() / 1000.0);
    }

    private void page(SourcePage expected, Optional<CallResult> result) {
        SourceSpec source = connector.call().flatMap(call -> call.source()).orElseThrow();
        result.ifPresent(page -> {
            List<String> ids = new ArrayList<>();
            StreamSupport.stream(
                            source.items().apply(page.last(), page.variables()).spliterator(), false)
                    .map(item -> source.id().apply(item, page.variables()).asText())
                    .forEach(ids::add);
            compare("items", String.join(", ", expected.items()), String.join(", ", ids));
            JsonNode next = source.cursor().apply(page.last(), page.variables());
            compare("next cursor", expected.next().orElse(""), next.isNull() ? "" : next.asText());
            boolean more = source.more()
                    .map(jq -> jq.apply(page.last(), page.variables()).asBoolean())
                    .orElse(false);
            compare("more", String.valueOf(expected.more()), String.valueOf(more));
        });
    }

    private void requests(Attempt attempt, List<Received> received) {
        compare("number of requests", String.valueOf(attempt.turns().size()), String.valueOf(received.size()));
        for (int i = 0; i < Math.min(attempt.turns().size(), received.size()); i++) {
            Optional<ExpectedRequest> expected = attempt.turns().get(i).request();
            Received actual = received.get(i);
            expected.or(() -> ofSuccess(attempt, received.indexOf(actual)))
                    .ifPresent(request -> request(request, actual));
        }
    }

    private Optional<ExpectedRequest> ofSuccess(Attempt attempt, int index) {
        boolean isSame = attempt.event().isEmpty()
                && attempt.parameters().isEmpty()
                && attempt.page().isEmpty();
        return conversation.scenes().stream()
                .filter(scene -> isSame && scene.name().equals("success"))
                .flatMap(scene -> scene.attempts().stream().limit(1))
                .filter(success -> success.turns().size() > index)
                .flatMap(success -> success.turns().get(index).request().stream())
                .findFirst();
    }

    private void request(ExpectedRequest expected, Received actual) {
        compare(
                "request",
                expected.method() + " " + expected.url(),
                masked(actual.method() + " " + actual.url(), expected.url()));
        for (Map.Entry<String, String> header : expected.headers().entrySet()) {
            String value = actual.headers().getOrDefault(header.getKey(), "");
            compare("header " + header.getKey(), header.getValue(), masked(value, header.getValue()));
        }
        Set<String> leaked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        leaked.addAll(actual.headers().keySet());
        leaked.removeAll(expected.headers().keySet());
        leaked.removeIf(name -> OF_EVERY_CLIENT.contains(name.toLowerCase(Locale.ROOT)));
        if (!leaked.isEmpty()) {
            add("the request has headers that the conversation does not expect: " + String.join(", ", leaked));
        }
        String body = expected.body().map(JudgeAttempt::plain).orElse("");
        compare("body", body, masked(normal(actual.body()), body));
    }

    /** Replaces UUIDs by {@code <uuid>} where the conversation writes that. */
    private static String masked(String actual, String expected) {
        return expected.contains("<uuid>") ? actual.replaceAll(UUID, "<uuid>") : actual;
    }

    private static String plain(JsonNode expected) {
        return expected.isTextual() ? normal(expected.textValue()) : normal(expected.toString());
    }

    /** Returns JSON in one form, with the members in their order of names, and other texts as they are. */
    private static String normal(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? text : sorted(node);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            List<String> members = new ArrayList<>();
            new TreeSet<>(List.copyOf(names(node)))
                    .forEach(name -> members.add(TextNode.valueOf(name) + ":" + sorted(node.get(name))));
            return "{" + String.join(",", members) + "}";
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(sorted(item)));
            return "[" + String.join(",", items) + "]";
        }
        return node.toString();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void compare(String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            add(what + ": expected " + expected + ", was " + actual);
        }
    }

    private void add(String text) {
        findings.add(new ConnectorFinding(place, text));
    }
}
