package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.catalog.YamlPart;
import dev.sealpost.connector.kit.Conversation.Attempt;
import dev.sealpost.connector.kit.Conversation.ExpectedRequest;
import dev.sealpost.connector.kit.Conversation.GivenAnswer;
import dev.sealpost.connector.kit.Conversation.Outcome;
import dev.sealpost.connector.kit.Conversation.Page;
import dev.sealpost.connector.kit.Conversation.Scene;
import dev.sealpost.connector.kit.Conversation.SourcePage;
import dev.sealpost.connector.kit.Conversation.Turn;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code conversation.yaml}. */
final class ReadConversation {

    private static final Set<String> ATTEMPT = Set.of(
            "scene",
            "says",
            "event",
            "parameters",
            "exchanges",
            "outcome",
            "reason",
            "retryAfter",
            "pause",
            "output",
            "page");

    private ReadConversation() {}

    /** @throws dev.sealpost.connector.catalog.ConnectorFileException if the text is no conversation */
    static Conversation read(String text) {
        YamlPart file = YamlPart.of(text);
        file.only(Set.of("pages", "credential", "parameters", "event", "scenes"));
        return new Conversation(
                file.required("pages").items().stream()
                        .map(page -> new Page(
                                page.required("page").text(),
                                page.required("read").text()))
                        .toList(),
                file.at("credential").map(YamlPart::json),
                texts(file.at("parameters")),
                file.at("event").map(YamlPart::json),
                file.required("scenes").items().stream()
                        .map(ReadConversation::scene)
                        .toList());
    }

    private static Scene scene(YamlPart part) {
        String name = part.required("scene").text();
        Optional<String> skipped = part.at("skipped").map(YamlPart::text);
        if (skipped.isPresent()) {
            part.only(Set.of("scene", "skipped"));
            return new Scene(name, skipped, List.of());
        }
        Optional<YamlPart> attempts = part.at("attempts");
        if (attempts.isEmpty()) {
            return new Scene(name, skipped, List.of(attempt(part)));
        }
        part.only(Set.of("scene", "says", "attempts"));
        return new Scene(
                name,
                skipped,
                attempts.get().items().stream().map(ReadConversation::attempt).toList());
    }

    private static Attempt attempt(YamlPart part) {
        part.only(ATTEMPT);
        YamlPart outcome = part.required("outcome");
        return new Attempt(
                part.at("event").map(YamlPart::json),
                texts(part.at("parameters")),
                part.at("exchanges")
                        .map(list -> list.items().stream()
                                .map(ReadConversation::turn)
                                .toList())
                        .orElse(List.of()),
                Arrays.stream(Outcome.values())
                        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(outcome.text()))
                        .findFirst()
                        .orElseThrow(() -> outcome.problem(
                                "there is no outcome " + outcome.text(), "use succeeded, again, final or throttled")),
                part.at("reason").map(YamlPart::text),
                part.at("retryAfter").map(YamlPart::json),
                part.at("pause").map(YamlPart::json),
                part.at("output").map(YamlPart::json),
                part.at("page").map(ReadConversation::page));
    }

    private static Turn turn(YamlPart part) {
        part.only(Set.of("request", "answer"));
        return new Turn(part.at("request").map(ReadConversation::request), answer(part.required("answer")));
    }

    private static ExpectedRequest request(YamlPart part) {
        part.only(Set.of("method", "url", "headers", "body", "text"));
        return new ExpectedRequest(
                part.required("method").text(),
                part.required("url").text(),
                texts(part.at("headers")),
                part.at("body").or(() -> part.at("text")).map(YamlPart::json));
    }

    private static GivenAnswer answer(YamlPart part) {
        if (!part.isMap()) {
            if (!part.text().equals("timeout")) {
                throw part.problem("there is no answer " + part.text(), "write timeout, or a map with status");
            }
            return new GivenAnswer.Silence();
        }
        part.only(Set.of("status", "headers", "body", "text"));
        String body = part.at("body")
                .map(YamlPart::json)
                .map(JsonNode::toString)
                .or(() -> part.at("text").map(YamlPart::text))
                .orElse("");
        return new GivenAnswer.Response(part.required("status").as(Integer::valueOf), texts(part.at("headers")), body);
    }

    private static SourcePage page(YamlPart part) {
        part.only(Set.of("cursor", "items", "next", "more"));
        return new SourcePage(
                part.at("cursor").map(YamlPart::text),
                part.required("items").items().stream().map(YamlPart::text).toList(),
                part.at("next").map(YamlPart::text),
                part.at("more").map(YamlPart::isTrue).orElse(false));
    }

    private static Map<String, String> texts(Optional<YamlPart> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.ifPresent(part -> part.members().forEach((name, value) -> texts.put(name, value.text())));
        return texts;
    }
}
