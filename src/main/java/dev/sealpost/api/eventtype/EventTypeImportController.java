package dev.sealpost.api.eventtype;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.eventtype.EventTypeStore;
import dev.sealpost.eventtype.Imported;
import dev.sealpost.eventtype.ReadOpenApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /event-type/import/openapi}. */
@RestController
@RequestMapping("/api/v1/event-type/import/openapi")
class EventTypeImportController {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final int LARGEST = 1024 * 1024;

    static final Shape SHAPE = Shape.of(
            "EventTypeImportOpenApiIn",
            Member.of("spec", new JsonType.AnyObject(), "OpenAPI document as JSON; mutually exclusive with specRaw.")
                    .orNull()
                    .like("{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"Shop\", \"version\": \"1\"}, \"webhooks\":"
                            + " {\"order.shipped\": {\"post\": {\"description\": \"An order was shipped\"}}}}"),
            Member.of("specRaw", JsonType.text(1, LARGEST), "OpenAPI document as a text in JSON or YAML.")
                    .orNull(),
            Member.of("dryRun", new JsonType.Flag(), "Whether only to answer what would be stored.")
                    .orNull()
                    .like("false"),
            Member.of(
                            "replaceAll",
                            new JsonType.Flag(),
                            "Whether event types that are not in the document are archived.")
                    .orNull()
                    .like("false"));

    private final EventTypeStore types;
    private final ReadBody read;

    EventTypeImportController(EventTypeStore types, ReadBody read) {
        this.types = types;
        this.read = read;
    }

    /** Result of an import. */
    record EventTypeImportOpenApiOut(Data data) {

        /**
         * Event types of the document.
         *
         * @param modified names of those that were stored; with a dry run: none
         * @param toModify those that would be stored; present with a dry run only
         */
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        record Data(
                List<String> modified,
                @JsonProperty("to_modify") Optional<List<EventTypeFromOpenApi>> toModify) {}
    }

    /** Event type in a document. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record EventTypeFromOpenApi(
            String name,
            String description,
            boolean deprecated,
            Optional<String> groupName,
            List<String> featureFlags,
            Optional<JsonNode> schemas) {

        static EventTypeFromOpenApi of(Imported type) {
            return new EventTypeFromOpenApi(
                    type.type().name(),
                    type.details().description(),
                    type.deprecated(),
                    type.details().group(),
                    type.details().featureFlags(),
                    type.schema()
                            .map(schema -> JsonNodeFactory.instance.objectNode().set("1", schema)));
        }
    }

    @Operation(
            needs = Permission.MANAGE_EVENT_TYPES,
            summary = "Import event types from the webhooks of an OpenAPI document")
    @BodyShape(EventTypeImportController.class)
    @PostMapping
    EventTypeImportOpenApiOut importOpenApi(HttpServletRequest request) {
        Fields fields = read.fields(request);
        boolean isDry = fields.value("dryRun", false, false, Fields::flag);
        boolean replacesAll = fields.value("replaceAll", false, false, Fields::flag);
        Optional<JsonNode> spec = fields.node("spec").filter(JsonNode::isObject);
        Optional<String> raw = fields.optional("specRaw", Optional.empty(), Fields::text);
        if (spec.isPresent() == raw.isPresent()) {
            fields.report(List.of(new Violation("", "either spec or specRaw is expected")));
        }
        fields.throwIfInvalid();
        List<Imported> found = spec.map(document -> ReadOpenApi.read(document, "/spec"))
                .orElseGet(() -> ReadOpenApi.read(parse(raw.orElseThrow()), "/specRaw"));
        if (isDry) {
            return new EventTypeImportOpenApiOut(new EventTypeImportOpenApiOut.Data(
                    List.of(),
                    Optional.of(found.stream().map(EventTypeFromOpenApi::of).toList())));
        }
        types.importAll(found, replacesAll);
        List<String> names = found.stream().map(type -> type.type().name()).toList();
        return new EventTypeImportOpenApiOut(new EventTypeImportOpenApiOut.Data(names, Optional.empty()));
    }

    private static JsonNode parse(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new InvalidFieldsException(List.of(new Violation("/specRaw", "neither JSON nor YAML" + place)));
        }
    }
}
