package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.UnknownTypes;
import dev.sealpost.event.Event;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.eventtype.EventTypeDirectory.KnownType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Checks an event against its type: whether the type is known, and whether the payload fits its schema. Thread-safe. */
@Component
public class CheckEventType {

    private static final Logger LOG = LoggerFactory.getLogger(CheckEventType.class);

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Pointers to the type and to the payload of an event in a request. */
    public enum EventForm {
        /** Body of {@code POST /msg}. */
        MESSAGE("/eventType", "/payload"),
        CLOUD_EVENT("/type", "/data");

        private final String type;
        private final String payload;

        EventForm(String type, String payload) {
            this.type = type;
            this.payload = payload;
        }
    }

    private final EventTypeDirectory types;
    private final ApplicationDirectory applications;

    CheckEventType(EventTypeDirectory types, ApplicationDirectory applications) {
        this.types = types;
        this.applications = applications;
    }

    /**
     * Checks an event.
     *
     * @throws InvalidFieldsException with a pointer, such as {@code /payload/total}, to each violation, if it is to be refused
     */
    public void require(Event event, EventForm form) {
        List<Violation> violations = violations(event, form);
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
    }

    /** Returns why the event is to be refused, in one text; empty if it may pass. */
    public Optional<String> refusal(Event event) {
        List<Violation> violations = violations(event, EventForm.MESSAGE);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(violations.stream()
                        .map(violation -> violation.pointer() + ": " + violation.message())
                        .collect(Collectors.joining("; ")));
    }

    private List<Violation> violations(Event event, EventForm form) {
        Optional<KnownType> known = types.find(event.type().name());
        if (known.isEmpty()) {
            return ofUnknown(event, form);
        }
        if (known.get().schema().isEmpty()) {
            return List.of();
        }
        List<Violation> violations = check(known.get().schema().get(), event, form.payload);
        if (!violations.isEmpty() && known.get().mode() == SchemaMode.WARN) {
            LOG.warn(
                    "event-type.misfit eventId={} type={} violations={} first=\"{}\"",
                    event.id(),
                    event.type(),
                    violations.size(),
                    violations.getFirst().pointer());
            return List.of();
        }
        return violations;
    }

    private List<Violation> ofUnknown(Event event, EventForm form) {
        UnknownTypes rule = applications.unknownTypes(event.application());
        return switch (rule) {
            case ALLOW -> List.of();
            case WARN -> {
                LOG.warn(
                        "event-type.unknown eventId={} applicationId={} type={}",
                        event.id(),
                        event.application(),
                        event.type());
                yield List.of();
            }
            case REFUSE ->
                List.of(new Violation(
                        form.type,
                        "the event type " + event.type()
                                + " is unknown or archived, and this application accepts known ones only"));
        };
    }

    private static List<Violation> check(CompiledSchema schema, Event event, String pointer) {
        if (!isJson(event.content().type())) {
            return List.of(new Violation(
                    pointer,
                    "the event type has a schema, so JSON is expected, not "
                            + event.content().type()));
        }
        JsonNode payload;
        try {
            payload = JSON.readTree(event.payload().bytes());
        } catch (IOException e) {
            return List.of(new Violation(pointer, "JSON is expected"));
        }
        return schema.check(payload, pointer);
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }
}
