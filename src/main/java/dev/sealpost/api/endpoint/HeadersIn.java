package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.Violation;
import dev.sealpost.request.CustomHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads custom headers from requests. */
final class HeadersIn {

    private static final String HEADERS = "headers";
    private static final String DELETED = "deleteHeaders";

    static final Shape SHAPE = Shape.of(
            "EndpointHeadersIn",
            Member.of(
                            HEADERS,
                            new JsonType.Entries(new JsonType.Anything(), CustomHeaders.MOST, 100),
                            "Headers that every request has.")
                    .asRequired()
                    .like("{\"X-Tenant\": \"42\"}"));

    static final Shape PATCH = Shape.of(
            "EndpointHeadersPatchIn",
            Member.of(
                            HEADERS,
                            new JsonType.Entries(new JsonType.Anything(), CustomHeaders.MOST, 100),
                            "Headers to set; null removes one.")
                    .asRequired()
                    .like("{\"X-Tenant\": \"43\", \"X-Old\": null}"),
            Member.of(
                            DELETED,
                            new JsonType.Items(JsonType.text(1, 100), 0, CustomHeaders.MOST),
                            "Names of headers to remove.")
                    .orNull()
                    .like("[\"X-Old\"]"));

    private HeadersIn() {}

    static CustomHeaders replaced(Fields fields) {
        return changed(fields, CustomHeaders.NONE, List.of());
    }

    static CustomHeaders changed(Fields fields, CustomHeaders old) {
        return changed(fields, old, fields.list(DELETED, List.of(), CustomHeaders::requireName));
    }

    private static CustomHeaders changed(Fields fields, CustomHeaders old, List<String> deleted) {
        List<Violation> violations = new ArrayList<>();
        List<String> without = new ArrayList<>(deleted);
        Map<String, String> with = new LinkedHashMap<>();
        fields.node(HEADERS)
                .filter(JsonNode::isObject)
                .ifPresent(object -> object.properties()
                        .forEach(header -> header(header.getKey(), header.getValue(), violations)
                                .ifPresentOrElse(
                                        value -> with.put(header.getKey(), value),
                                        () -> without.add(header.getKey()))));
        CustomHeaders changed = old;
        try {
            changed = old.changed(without, with);
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("/" + HEADERS, String.valueOf(e.getMessage())));
        }
        fields.report(violations);
        fields.throwIfInvalid();
        return changed;
    }

    /** Reads a header; empty if its value is null. */
    private static Optional<String> header(String name, JsonNode value, List<Violation> violations) {
        try {
            CustomHeaders.requireName(name);
            return value.isNull() ? Optional.empty() : Optional.of(CustomHeaders.requireValue(Fields.text(value)));
        } catch (IllegalArgumentException e) {
            violations.add(Violation.ofMember("/" + HEADERS, name, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
