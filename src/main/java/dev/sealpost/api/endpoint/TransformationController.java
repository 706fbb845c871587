package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.event.Content;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.transform.Transformation;
import dev.sealpost.transform.TransformationException;
import dev.sealpost.transform.Transformations;
import dev.sealpost.transform.TransformationsBusyException;
import dev.sealpost.transform.TransformedRequest;
import dev.sealpost.transform.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint/{endpoint}/transformation}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}/transformation")
class TransformationController {

    private final EndpointStore endpoints;
    private final PathNames names;
    private final ReadBody read;
    private final Transformations transformations;

    TransformationController(EndpointStore endpoints, PathNames names, ReadBody read, Transformations transformations) {
        this.endpoints = endpoints;
        this.names = names;
        this.read = read;
        this.transformations = transformations;
    }

    /**
     * Transformation in an answer.
     *
     * @param code empty: none
     */
    record EndpointTransformationOut(String code, boolean enabled) {}

    /**
     * Request that would be sent.
     *
     * @param headers without the sensitive ones of the endpoint
     * @param payload the body as a text
     * @param canceled whether nothing would be sent
     */
    record EndpointTransformationPreviewOut(
            String method, String url, Map<String, String> headers, String payload, boolean canceled) {}

    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Get the transformation of an endpoint")
    @GetMapping
    EndpointTransformationOut get(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        Transformation transformation =
                names.endpoint(names.application(app), name).receiver().transformation();
        return new EndpointTransformationOut(transformation.code(), transformation.enabled());
    }

    /** Checks the code before the transaction, which must not wait for it. */
    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Change the transformation of an endpoint")
    @BodyShape(value = TransformationIn.class, field = "PATCH")
    @PatchMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void patch(@PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Fields fields = read.fields(request);
        Transformation before = names.endpoint(application, name).receiver().transformation();
        Transformation wanted = TransformationIn.changed(fields, before);
        if (!wanted.code().isEmpty() && !wanted.code().equals(before.code())) {
            run(() -> {
                transformations.check(application, wanted.code());
                return wanted;
            });
        }
        if (endpoints
                .change(application, name, old -> old.with(old.receiver().with(wanted(fields, wanted, old))))
                .isEmpty()) {
            throw ProblemException.notFound("endpoint");
        }
    }

    /** Returns the change of what is stored now: only the members of the request, whose code was checked. */
    private static Transformation wanted(Fields fields, Transformation wanted, Endpoint old) {
        Transformation now = old.receiver().transformation();
        return new Transformation(
                fields.has("code") ? wanted.code() : now.code(),
                fields.has("enabled") ? wanted.enabled() : now.enabled());
    }

    /** Runs code without sending anything. */
    @Operation(
            needs = Permission.MANAGE_ENDPOINTS,
            summary = "Show what the transformation of an endpoint makes of a payload")
    @BodyShape(value = TransformationIn.class, field = "PREVIEW")
    @PostMapping("/preview")
    EndpointTransformationPreviewOut preview(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Endpoint endpoint = names.endpoint(application, name);
        Fields fields = read.fields(request);
        String stored = endpoint.receiver().transformation().code();
        String code = fields.value("code", stored, stored, Fields::text);
        String type = fields.value("eventType", "", Fields::text);
        String payload = fields.node("payload").map(JsonNode::toString).orElse("");
        fields.throwIfInvalid();
        TransformedRequest made = run(() -> transformations.transform(
                application,
                code,
                new WebhookRequest(
                        endpoint.receiver().url().value(),
                        type,
                        endpoint.receiver().headers().shown(),
                        payload.getBytes(StandardCharsets.UTF_8),
                        Content.JSON)));
        return new EndpointTransformationPreviewOut(
                made.method(),
                made.url().value(),
                made.headers().values(),
                new String(made.payload(), StandardCharsets.UTF_8),
                made.canceled());
    }

    private static <T> T run(Supplier<T> code) {
        try {
            return code.get();
        } catch (TransformationException e) {
            throw new InvalidFieldsException(List.of(new Violation("/code", String.valueOf(e.getMessage()))));
        } catch (TransformationsBusyException e) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "transformations_busy",
                    "this node runs too many transformations; try again later");
        }
    }
}
