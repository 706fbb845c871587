package dev.sealpost.api.endpoint;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.KeyReusedException;
import dev.sealpost.database.PageRequest;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.identifier.Uid;
import dev.sealpost.retention.DeleteWithCancellations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint")
class EndpointController {

    private final EndpointStore endpoints;
    private final EndpointIn shape;
    private final PathNames names;
    private final ReadBody read;
    private final DeleteWithCancellations removal;

    EndpointController(
            EndpointStore endpoints,
            EndpointIn shape,
            PathNames names,
            ReadBody read,
            DeleteWithCancellations removal) {
        this.endpoints = endpoints;
        this.shape = shape;
        this.names = names;
        this.read = read;
        this.removal = removal;
    }

    /** Creates an endpoint; requests with the same {@code idempotency-key} create one. */
    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Create an endpoint")
    @BodyShape(EndpointIn.class)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    EndpointOut create(@PathVariable("app") String app, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Optional<EndpointId> id =
                IdempotencyHeader.of(request).map(key -> EndpointId.derived(application.value(), "key", key));
        Fields fields = read.fields(request);
        Endpoint wanted = shape.create(fields, application, id);
        Endpoint stored = endpoints.findOrCreate(wanted).orElseThrow(() -> ProblemException.notFound("application"));
        if (!stored.equals(wanted) && !shape.mayBeCreatedFrom(fields, stored)) {
            throw KeyReusedException.ofAnother(stored.id().value());
        }
        return EndpointOut.of(stored);
    }

    @Operation(needs = Permission.VIEW, summary = "List the endpoints of an application")
    @GetMapping
    @QueryParameters(page = true)
    ListResponse<EndpointOut> list(@PathVariable("app") String app, HttpServletRequest request) {
        PageRequest page = new Query(request).page(Listing.ENDPOINT);
        return ListResponse.of(
                Listing.ENDPOINT,
                page,
                endpoints.list(names.application(app), page),
                EndpointStore::position,
                EndpointOut::of);
    }

    @Operation(needs = Permission.VIEW, summary = "Get an endpoint")
    @GetMapping("/{endpoint}")
    EndpointOut get(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        return EndpointOut.of(names.endpoint(names.application(app), name));
    }

    /** Replaces an endpoint; creates it if the uid is unknown. */
    @Operation(
            needs = Permission.MANAGE_ENDPOINTS,
            summary = "Replace an endpoint, or create it if no endpoint of the application has this uid")
    @BodyShape(EndpointIn.class)
    @AnswerShape(
            value = EndpointOut.class,
            statuses = {200, 201})
    @PutMapping("/{endpoint}")
    ResponseEntity<EndpointOut> put(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Fields fields = read.fields(request);
        Optional<Endpoint> replaced = endpoints.change(application, name, old -> shape.replaced(fields, old));
        if (replaced.isPresent()) {
            return ResponseEntity.ok(EndpointOut.of(replaced.get()));
        }
        if (name.startsWith(EndpointId.PREFIX)) {
            throw ProblemException.notFound("endpoint");
        }
        Endpoint wanted = shape.create(fields, application, Optional.empty()).orWithUid(uid(name));
        Endpoint stored = endpoints.findOrCreate(wanted).orElseThrow(() -> ProblemException.notFound("application"));
        return ResponseEntity.status(HttpStatus.CREATED).body(EndpointOut.of(stored));
    }

    private static String uid(String name) {
        try {
            return Uid.require(name, EndpointId.PREFIX);
        } catch (IllegalArgumentException e) {
            throw InvalidParameterException.ofPath("endpoint", String.valueOf(e.getMessage()));
        }
    }

    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Change members of an endpoint")
    @BodyShape(value = EndpointIn.class, field = "PATCH")
    @PatchMapping("/{endpoint}")
    EndpointOut patch(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        return change(names.application(app), name, read.fields(request), shape::changed);
    }

    /** Pauses deliveries to the endpoint. */
    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Pause the deliveries to an endpoint")
    @PostMapping("/{endpoint}/pause")
    EndpointOut pause(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        return pause(app, name, true);
    }

    /** Resumes deliveries to the endpoint. */
    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Resume the deliveries to an endpoint")
    @PostMapping("/{endpoint}/resume")
    EndpointOut resume(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        return pause(app, name, false);
    }

    private EndpointOut pause(String app, String name, boolean paused) {
        return shown(endpoints.pause(names.application(app), name, paused));
    }

    private EndpointOut change(
            ApplicationId application, String name, Fields fields, BiFunction<Fields, Endpoint, Endpoint> change) {
        return shown(endpoints.change(application, name, old -> change.apply(fields, old)));
    }

    private static EndpointOut shown(Optional<Endpoint> endpoint) {
        return endpoint.map(EndpointOut::of).orElseThrow(() -> ProblemException.notFound("endpoint"));
    }

    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Delete an endpoint")
    @DeleteMapping("/{endpoint}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        if (!removal.endpoint(names.application(app), name)) {
            throw ProblemException.notFound("endpoint");
        }
    }
}
