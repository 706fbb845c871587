package dev.sealpost.application;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.Application.Profile;
import dev.sealpost.audit.AuditLog;
import dev.sealpost.audit.Change;
import dev.sealpost.audit.Change.AuditedObject;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes changes of applications to the audit log, in their transactions. */
@Component
class AuditApplication {

    private final AuditLog log;

    AuditApplication(AuditLog log) {
        this.log = log;
    }

    void created(JdbcClient sql, Application application) {
        log.record(sql, Change.created("application.create", object(application), write(application)));
    }

    void changed(JdbcClient sql, Application before, Application now) {
        String action = before.paused() == now.paused()
                ? "application.update"
                : now.paused() ? "application.pause" : "application.resume";
        log.record(sql, Change.changed(action, object(now), write(before), write(now)));
    }

    void deleted(JdbcClient sql, Application application) {
        log.record(sql, Change.deleted("application.delete", object(application), write(application)));
    }

    private static AuditedObject object(Application application) {
        String id = application.id().value();
        return new AuditedObject("application", id, Optional.of(id));
    }

    private static ObjectNode write(Application application) {
        Profile profile = application.profile();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        profile.uid().ifPresent(uid -> json.put("uid", uid));
        json.put("name", profile.name());
        ObjectNode metadata = json.putObject("metadata");
        profile.metadata().forEach(metadata::put);
        profile.throttleRate().ifPresent(rate -> json.put("throttleRate", rate));
        json.put("unknownTypes", profile.unknownTypes().word());
        json.put("paused", application.paused());
        return json;
    }
}
