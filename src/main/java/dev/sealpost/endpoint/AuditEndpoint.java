package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.audit.AuditLog;
import dev.sealpost.audit.Change;
import dev.sealpost.audit.Change.AuditedObject;
import dev.sealpost.endpoint.Endpoint.Lifecycle;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.identifier.Sha256;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.request.RequestOptionsJson;
import dev.sealpost.signature.ClassicSignature;
import dev.sealpost.signature.SigningKeys.FormerKey;
import dev.sealpost.transform.Transformation;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes changes of endpoints to the audit log, in their transactions. Secrets are masked; a changed one is named. */
@Component
class AuditEndpoint {

    private static final String MASK = "…";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final AuditLog log;

    AuditEndpoint(AuditLog log) {
        this.log = log;
    }

    void created(JdbcClient sql, Endpoint endpoint) {
        log.record(sql, Change.created("endpoint.create", object(endpoint), write(endpoint)));
    }

    void changed(JdbcClient sql, Endpoint before, Endpoint now) {
        ObjectNode after = write(now);
        List<String> secrets = ChangedSecrets.between(before.receiver(), now.receiver());
        if (!secrets.isEmpty()) {
            ArrayNode names = after.putArray("changedSecrets");
            secrets.forEach(names::add);
        }
        log.record(sql, Change.changed(action(before, now), object(now), write(before), after));
    }

    void deleted(JdbcClient sql, Endpoint endpoint) {
        log.record(sql, Change.deleted("endpoint.delete", object(endpoint), write(endpoint)));
    }

    private static String action(Endpoint before, Endpoint now) {
        if (before.paused() != now.paused()) {
            return now.paused() ? "endpoint.pause" : "endpoint.resume";
        }
        if (before.disabled() != now.disabled()) {
            return now.disabled() ? "endpoint.disable" : "endpoint.enable";
        }
        return "endpoint.update";
    }

    private static AuditedObject object(Endpoint endpoint) {
        return new AuditedObject(
                "endpoint",
                endpoint.id().value(),
                Optional.of(endpoint.application().value()));
    }

    private static ObjectNode write(Endpoint endpoint) {
        Profile profile = endpoint.profile();
        ObjectNode json = JSON.objectNode();
        profile.uid().ifPresent(uid -> json.put("uid", uid));
        json.put("url", endpoint.receiver().url().value());
        json.put("description", profile.description());
        put(
                json,
                "eventTypes",
                endpoint.filter().eventTypes().stream()
                        .map(EventTypePattern::expression)
                        .toList());
        put(json, "channels", endpoint.filter().channels());
        put(json, "tags", endpoint.filter().tags());
        ObjectNode metadata = json.putObject("metadata");
        profile.metadata().forEach(metadata::put);
        json.set("policy", PolicyJson.write(profile.policy().override()));
        json.set("request", RequestOptionsJson.write(endpoint.receiver().request()));
        put(json, endpoint.receiver().transformation());
        put(json, endpoint.receiver());
        put(json, profile.status());
        return json;
    }

    /** Code is named by its digest, because some have secrets in it. */
    private static void put(ObjectNode json, Transformation transformation) {
        if (!transformation.equals(Transformation.NONE)) {
            json.putObject("transformation")
                    .put("codeSha256", Sha256.hex(transformation.code()))
                    .put("enabled", transformation.enabled());
        }
    }

    private static void put(ObjectNode json, Endpoint.Receiver receiver) {
        ObjectNode headers = json.putObject("headers");
        CustomHeaders custom = receiver.headers();
        custom.shown().forEach(headers::put);
        custom.sensitive().forEach(name -> headers.put(name, MASK));
        json.put("secret", MASK);
        ArrayNode former = json.putArray("formerSecrets");
        receiver.signing().keys().former().stream()
                .map(FormerKey::validUntil)
                .forEach(until -> former.addObject().put("validUntil", until.toString()));
        receiver.signing().classic().ifPresent(classic -> json.set("classicSignature", write(classic)));
    }

    private static ObjectNode write(ClassicSignature classic) {
        return JSON.objectNode()
                .put("header", classic.header())
                .put("signed", classic.signed().text())
                .put("value", classic.value().text())
                .put("secret", MASK);
    }

    private static void put(ObjectNode json, Lifecycle status) {
        json.put("disabled", status.disabled());
        status.disabledReason().ifPresent(reason -> json.put("disabledReason", reason.word()));
        json.put("paused", status.paused());
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(array::add);
    }
}
