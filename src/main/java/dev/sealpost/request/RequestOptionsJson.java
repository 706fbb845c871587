package dev.sealpost.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.Json;
import dev.sealpost.identifier.NearestName;
import dev.sealpost.request.EndpointAuthentication.InRequestHeader;
import dev.sealpost.request.EndpointAuthentication.InRequestQuery;
import dev.sealpost.request.EndpointAuthentication.SecretPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@link RequestOptions} as JSON, in the API and in the column.
 *
 * <pre>{@code
 * {"format": "cloudevents-structured",
 *  "encryption": {"jwk": {"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}},
 *  "authentication": {"credential": "acme", "header": "X-Api-Key", "prefix": ""}}
 * }</pre>
 */
public final class RequestOptionsJson {

    private static final String FORMAT = "format";
    private static final String ENCRYPTION = "encryption";
    private static final String AUTHENTICATION = "authentication";
    private static final String JWK = "jwk";
    private static final String CREDENTIAL = "credential";
    private static final String HEADER = "header";
    private static final String PREFIX = "prefix";
    private static final String QUERY = "query";

    private RequestOptionsJson() {}

    /** Writes all options that are set. */
    public static ObjectNode write(RequestOptions options) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(FORMAT, options.format().word());
        options.encryption()
                .ifPresent(key ->
                        json.putObject(ENCRYPTION).set(JWK, Json.tree(key.jwk().getBytes(StandardCharsets.UTF_8))));
        options.authentication().ifPresent(use -> write(use, json.putObject(AUTHENTICATION)));
        return json;
    }

    private static void write(EndpointAuthentication use, ObjectNode json) {
        json.put(CREDENTIAL, use.credential());
        use.place().ifPresent(place -> {
            switch (place) {
                case InRequestHeader header -> json.put(HEADER, header.name()).put(PREFIX, header.prefix());
                case InRequestQuery query -> json.put(QUERY, query.name());
            }
        });
    }

    /**
     * Reads a change: an absent member keeps the old value, null resets it.
     *
     * @param pointer to the JSON, for the violations
     * @param violations receives what is wrong; those members keep the old value
     */
    public static RequestOptions patch(JsonNode json, RequestOptions old, String pointer, List<Violation> violations) {
        if (json.isNull()) {
            return RequestOptions.NONE;
        }
        Members members = new Members(json, pointer, violations);
        members.refuseUnknown(Set.of(FORMAT, ENCRYPTION, AUTHENTICATION));
        return new RequestOptions(
                members.read(
                        FORMAT,
                        old.format(),
                        PayloadFormat.STANDARD_WEBHOOKS,
                        (node, at) -> PayloadFormat.of(text(node))),
                members.read(
                        ENCRYPTION, old.encryption(), Optional.empty(), (node, at) -> encryption(node, at, violations)),
                members.read(
                        AUTHENTICATION,
                        old.authentication(),
                        Optional.empty(),
                        (node, at) -> authentication(node, at, violations)));
    }

    /**
     * Reads options that {@link #write} has written.
     *
     * @throws IllegalStateException if they are invalid
     */
    public static RequestOptions parse(String json) {
        List<Violation> violations = new ArrayList<>();
        RequestOptions options =
                patch(Json.tree(json.getBytes(StandardCharsets.UTF_8)), RequestOptions.NONE, "", violations);
        if (!violations.isEmpty()) {
            throw new IllegalStateException(violations.getFirst().pointer() + ": "
                    + violations.getFirst().message());
        }
        return options;
    }

    private static Optional<ReceiverKey> encryption(JsonNode json, String pointer, List<Violation> violations) {
        Members members = new Members(json, pointer, violations);
        members.refuseUnknown(Set.of(JWK));
        return members.required(JWK, node -> {
            if (!node.isObject()) {
                throw new IllegalArgumentException("an object is expected");
            }
            return ReceiverKey.parse(node.toString());
        });
    }

    private static Optional<EndpointAuthentication> authentication(
            JsonNode json, String pointer, List<Violation> violations) {
        Members members = new Members(json, pointer, violations);
        members.refuseUnknown(Set.of(CREDENTIAL, HEADER, PREFIX, QUERY));
        Optional<String> credential =
                members.required(CREDENTIAL, node -> EndpointAuthentication.requireCredential(text(node)));
        Optional<String> header = members.optional(HEADER, HeaderNames::require);
        Optional<String> prefix = members.optional(PREFIX, EndpointAuthentication::requirePrefix);
        Optional<String> query = members.optional(QUERY, EndpointAuthentication::requireName);
        if (header.isPresent() && query.isPresent()) {
            violations.add(new Violation(pointer + "/" + QUERY, "mutually exclusive with header"));
        }
        if (prefix.isPresent() && header.isEmpty()) {
            violations.add(new Violation(pointer + "/" + PREFIX, "needs the member header"));
        }
        Optional<SecretPlace> place = header.<SecretPlace>map(name -> new InRequestHeader(name, prefix.orElse("")))
                .or(() -> query.map(InRequestQuery::new));
        return credential.map(name -> new EndpointAuthentication(name, place));
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a string is expected");
        }
        return node.textValue();
    }

    /** Reads a value at a pointer. */
    private interface ReadAt<T> {
        T read(JsonNode node, String pointer);
    }

    /** Members of one object. */
    private record Members(JsonNode json, String pointer, List<Violation> violations) {

        private Members {
            if (!json.isObject()) {
                violations.add(new Violation(pointer, "an object or null is expected"));
            }
        }

        void refuseUnknown(Set<String> known) {
            json.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    violations.add(
                            Violation.ofMember(pointer, name, "unknown member; " + NearestName.hint(name, known)));
                }
            });
        }

        <T> T read(String name, T whenAbsent, T whenNull, ReadAt<T> read) {
            JsonNode node = json.get(name);
            if (node == null) {
                return whenAbsent;
            }
            return node.isNull()
                    ? whenNull
                    : attempt(name, () -> read.read(node, pointer + "/" + name)).orElse(whenAbsent);
        }

        <T> Optional<T> required(String name, Function<JsonNode, T> read) {
            JsonNode node = json.get(name);
            if (node == null) {
                if (json.isObject()) {
                    violations.add(new Violation(pointer + "/" + name, "this member is required"));
                }
                return Optional.empty();
            }
            return attempt(name, () -> read.apply(node));
        }

        Optional<String> optional(String name, Function<String, String> check) {
            JsonNode node = json.get(name);
            return node == null || node.isNull() ? Optional.empty() : attempt(name, () -> check.apply(text(node)));
        }

        private <T> Optional<T> attempt(String name, Supplier<T> read) {
            try {
                return Optional.of(read.get());
            } catch (IllegalArgumentException e) {
                violations.add(new Violation(pointer + "/" + name, String.valueOf(e.getMessage())));
                return Optional.empty();
            }
        }
    }
}
