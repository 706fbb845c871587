package dev.sealpost.connector.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sealpost.connector.call.CallSpec;
import dev.sealpost.connector.call.CallSpec.AnswerRule;
import dev.sealpost.connector.call.CallSpec.Repeat;
import dev.sealpost.connector.call.CallSpec.RequestContent;
import dev.sealpost.connector.call.CallSpec.RequestSpec;
import dev.sealpost.connector.call.CallSpec.SourceSpec;
import dev.sealpost.connector.call.CallSpec.Verdict;
import dev.sealpost.connector.call.CallTemplate;
import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.call.Jq;
import dev.sealpost.connector.call.RequestFields;
import dev.sealpost.connector.credential.CredentialKind;
import dev.sealpost.connector.credential.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.convert.DurationStyle;

/** Reads {@code spec.call} of a connector. */
final class ReadCall {

    private static final Set<String> MEMBERS = Set.of(
            "credential",
            "requires",
            "repeat",
            "scope",
            "headers",
            "requests",
            "lock",
            "answers",
            "error",
            "pause",
            "output",
            "source",
            "test");
    private static final Set<String> REQUEST_MEMBERS =
            Set.of("id", "when", "method", "url", "query", "headers", "body", "form", "answers", "json");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Set<String> parameters;
    private final Connector.Type type;

    /** @param parameters names of the connector's parameters */
    ReadCall(Set<String> parameters, Connector.Type type) {
        this.parameters = parameters;
        this.type = type;
    }

    CallSpec read(YamlPart call) {
        call.only(MEMBERS);
        List<RequestSpec> requests = requests(call.required("requests"));
        if (call.at("source").isPresent() != (type == Connector.Type.SOURCE)) {
            throw call.problem(
                    type == Connector.Type.SOURCE
                            ? "spec.call of a source has no source"
                            : "only a source has the member source",
                    type == Connector.Type.SOURCE ? "add source: items, id and cursor" : "delete it");
        }
        return new CallSpec(
                call.at("credential").map(ReadCall::credential).orElse(Map.of()),
                call.at("requires").map(ReadCall::pointers).orElse(List.of()),
                type == Connector.Type.SOURCE ? new Repeat.Harmless() : repeat(call.required("repeat")),
                jq(call, "scope"),
                call.at("headers").map(this::fields).orElse(RequestFields.none()),
                requests,
                call.at("lock").map(this::template),
                answers(call),
                jq(call, "error"),
                jq(call, "pause"),
                jq(call, "output"),
                call.at("source").map(ReadCall::source),
                call.at("test").map(test -> request(test, "test")));
    }

    private static Map<CredentialKind, Placement> credential(YamlPart part) {
        Map<CredentialKind, Placement> kinds = new EnumMap<>(CredentialKind.class);
        part.members().forEach((word, place) -> {
            CredentialKind kind = CredentialKind.of(word)
                    .orElseThrow(() -> place.problem(
                            "there is no kind of credential " + word,
                            "use "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(CredentialKind.values())
                                                    .map(CredentialKind::word)
                                                    .toList())));
            kinds.put(kind, placement(place));
        });
        return kinds;
    }

    private static Placement placement(YamlPart part) {
        Map<String, YamlPart> members = part.only(Set.of("header", "prefix", "query", "template"));
        if (members.containsKey("header")) {
            return new Placement.InHeader(
                    members.get("header").text(),
                    part.at("prefix").map(YamlPart::text).orElse(""));
        }
        if (members.containsKey("query")) {
            return new Placement.InQuery(members.get("query").text());
        }
        return part.at("template").map(YamlPart::isTrue).orElse(false)
                ? new Placement.InTemplate()
                : new Placement.Standard();
    }

    private static List<CallTemplate> pointers(YamlPart list) {
        return list.items().stream().map(item -> item.as(ReadCall::pointer)).toList();
    }

    private static CallTemplate pointer(String text) {
        JsonPointer.compile(text);
        return CallTemplate.of(text);
    }

    private static Repeat repeat(YamlPart part) {
        if (part.isMap()) {
            part.only(Set.of("key"));
            return new Repeat.Key(part.required("key").as(ReadCall::duration));
        }
        return switch (part.text()) {
            case "harmless" -> new Repeat.Harmless();
            case "none" -> new Repeat.None();
            default ->
                throw part.problem(
                        "repeat must be harmless, none, or a map with key",
                        "write harmless if a repeat changes nothing more, none if it acts twice, or {key: 24h}");
        };
    }

    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(text + " is not a duration such as 15m or 24h", e);
        }
    }

    private List<RequestSpec> requests(YamlPart list) {
        List<RequestSpec> requests = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlPart item : list.items()) {
            String id = item.at("id").map(YamlPart::text).orElse("request" + (requests.size() + 1));
            if (!ids.add(id) || parameters.contains(id) || CallVariables.RESERVED.contains(id)) {
                throw item.problem("the request id " + id + " is already in use", "choose another id");
            }
            requests.add(request(item, id));
        }
        if (requests.isEmpty()) {
            throw list.problem("requests is empty", "add a request");
        }
        return List.copyOf(requests);
    }

    private RequestSpec request(YamlPart part, String id) {
        part.only(REQUEST_MEMBERS);
        YamlPart method = part.required("method");
        if (!METHODS.contains(method.text())) {
            throw method.problem("the method " + method.text() + " is not supported", "use " + sorted(METHODS));
        }
        return new RequestSpec(
                id,
                jq(part, "when"),
                method.text(),
                part.required("url").as(ReadCall::absolute),
                part.at("query").map(this::fields).orElse(RequestFields.none()),
                part.at("headers").map(this::fields).orElse(RequestFields.none()),
                content(part),
                answers(part),
                part.at("json").map(YamlPart::isTrue).orElse(true));
    }

    /** Puts the base URL before a path. */
    private static CallTemplate absolute(String url) {
        if (url.startsWith("/")) {
            return CallTemplate.of("{" + CallVariables.BASE_URL + "}" + url);
        }
        if (!url.startsWith("{" + CallVariables.BASE_URL + "}") && !url.startsWith("{" + CallVariables.SECRET + "}")) {
            throw new IllegalArgumentException(
                    "must begin with /, which follows {baseUrl}, or with {baseUrl} or {secret}");
        }
        return CallTemplate.of(url);
    }

    private RequestContent content(YamlPart part) {
        Optional<YamlPart> body = part.at("body");
        Optional<YamlPart> form = part.at("form");
        if (body.isPresent() && form.isPresent()) {
            throw form.get().problem("body and form exclude each other", "delete one of them");
        }
        return body.<RequestContent>map(text -> new RequestContent.Body(text.as(Jq::compile)))
                .or(() -> form.map(fields -> new RequestContent.Form(fields(fields))))
                .orElseGet(RequestContent.None::new);
    }

    private static List<AnswerRule> answers(YamlPart part) {
        return part.at("answers").stream()
                .flatMap(list -> list.items().stream())
                .map(ReadCall::rule)
                .toList();
    }

    private static AnswerRule rule(YamlPart part) {
        part.only(Set.of("when", "is", "reason", "retryAfter"));
        YamlPart is = part.required("is");
        Verdict verdict = Arrays.stream(Verdict.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(is.text()))
                .findFirst()
                .orElseThrow(() -> is.problem(
                        "an answer cannot be " + is.text(), "use ok, done, restart, again, final or throttled"));
        return new AnswerRule(
                part.required("when").as(Jq::compile), verdict, jq(part, "reason"), jq(part, "retryAfter"));
    }

    private static SourceSpec source(YamlPart part) {
        part.only(Set.of("items", "id", "cursor", "more"));
        return new SourceSpec(
                part.required("items").as(Jq::compile),
                part.required("id").as(Jq::compile),
                part.required("cursor").as(Jq::compile),
                jq(part, "more"));
    }

    private static Optional<Jq> jq(YamlPart part, String member) {
        return part.at(member).map(text -> text.as(Jq::compile));
    }

    /** Reads a map of templates, or one jq expression that returns an object. */
    private RequestFields fields(YamlPart part) {
        if (!part.isMap()) {
            return new RequestFields.Computed(part.as(Jq::compile));
        }
        Map<String, CallTemplate> templates = new LinkedHashMap<>();
        part.members().forEach((name, value) -> templates.put(name, template(value)));
        return new RequestFields.Declared(templates);
    }

    private CallTemplate template(YamlPart part) {
        return part.as(CallTemplate::of);
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
