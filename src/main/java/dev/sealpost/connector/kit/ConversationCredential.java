package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialKind;
import dev.sealpost.connector.credential.Placement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Credential whose token the conversation gives, so that it needs no token endpoint. */
record ConversationCredential(CredentialKind kind, JsonNode members, String server) implements Credential {

    private static final String TOKEN = "token";

    /** Returns true if the conversation gives a token for this kind instead of the way to fetch it. */
    static boolean replaces(JsonNode members) {
        return members.has(TOKEN) && !members.path("kind").asText().equals(CredentialKind.BEARER.word());
    }

    @Override
    public String name() {
        return "conversation";
    }

    @Override
    public Optional<String> url() {
        return members.has("url") ? Optional.of(server) : Optional.empty();
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        members.path("values")
                .fields()
                .forEachRemaining(
                        each -> values.put(each.getKey(), each.getValue().asText()));
        return values;
    }

    @Override
    public String secret() {
        return members.path(TOKEN).asText();
    }

    @Override
    public VendorRequest authorize(VendorRequest request, Placement placement) {
        return switch (placement) {
            case Placement.Standard standard -> request.withHeader("Authorization", "Bearer " + secret());
            case Placement.InHeader header -> request.withHeader(header.name(), header.prefix() + secret());
            case Placement.InQuery query -> request.withQuery(query.name(), secret());
            case Placement.InTemplate template -> request;
        };
    }

    @Override
    public boolean rejected(VendorRequest authorized) {
        return false;
    }
}
