package dev.sealpost.api.application;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.Application;
import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.application.ApplicationStore.Stored;
import dev.sealpost.database.PageRequest;
import dev.sealpost.identifier.Uid;
import dev.sealpost.retention.DeleteWithCancellations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
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

/** {@code /app}. */
@RestController
@RequestMapping("/api/v1/app")
class ApplicationController {

    static final Shape PARAMETERS = Shape.of(
            "ApplicationParameters",
            Member.of(
                            "get_if_exists",
                            new JsonType.Flag(),
                            "Whether to answer 200 with the application that has this uid instead of 409.")
                    .like("true"));

    private final ApplicationStore applications;
    private final ReadBody read;
    private final DeleteWithCancellations removal;

    ApplicationController(ApplicationStore applications, ReadBody read, DeleteWithCancellations removal) {
        this.applications = applications;
        this.read = read;
        this.removal = removal;
    }

    /** Creates an application; requests with the same {@code idempotency-key} create one. */
    @Operation(needs = Permission.MANAGE_APPLICATIONS, summary = "Create an application")
    @BodyShape(ApplicationIn.class)
    @AnswerShape(
            value = ApplicationOut.class,
            statuses = {200, 201})
    @PostMapping
    @QueryParameters("get_if_exists")
    ResponseEntity<ApplicationOut> create(HttpServletRequest request) {
        boolean getIfExists = new Query(request).flag("get_if_exists", false);
        Optional<String> key = IdempotencyHeader.of(request);
        Profile profile = ApplicationIn.create(read.fields(request));
        if (getIfExists && profile.uid().isPresent()) {
            return answer(applications.findOrCreate(profile));
        }
        return answer(new Stored(
                key.map(text -> applications.create(profile, ApplicationId.derived("key", text)))
                        .orElseGet(() -> applications.create(profile)),
                true));
    }

    @Operation(needs = Permission.VIEW, summary = "List the applications")
    @GetMapping
    @QueryParameters(page = true)
    ListResponse<ApplicationOut> list(HttpServletRequest request) {
        PageRequest page = new Query(request).page(Listing.APP);
        return ListResponse.of(
                Listing.APP, page, applications.list(page), ApplicationStore::position, ApplicationOut::of);
    }

    @Operation(needs = Permission.VIEW, summary = "Get an application")
    @GetMapping("/{app}")
    ApplicationOut get(@PathVariable("app") String name) {
        return shown(applications.find(name));
    }

    /** Replaces an application; creates it if the uid is unknown. */
    @Operation(
            needs = Permission.MANAGE_APPLICATIONS,
            summary = "Replace an application, or create it if no application has this uid")
    @BodyShape(ApplicationIn.class)
    @AnswerShape(
            value = ApplicationOut.class,
            statuses = {200, 201})
    @PutMapping("/{app}")
    ResponseEntity<ApplicationOut> put(@PathVariable("app") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        return answer(applications
                .change(name, old -> ApplicationIn.replaced(fields, old))
                .map(changed -> new Stored(changed, false))
                .orElseGet(() -> new Stored(applications.create(named(name, ApplicationIn.create(fields))), true)));
    }

    private static Profile named(String name, Profile profile) {
        if (name.startsWith(ApplicationId.PREFIX)) {
            throw notFound();
        }
        return new Profile(
                profile.uid().or(() -> Optional.of(uid(name))),
                profile.name(),
                profile.metadata(),
                profile.throttleRate(),
                profile.unknownTypes());
    }

    private static String uid(String name) {
        try {
            return Uid.require(name, ApplicationId.PREFIX);
        } catch (IllegalArgumentException e) {
            throw InvalidParameterException.ofPath("app", String.valueOf(e.getMessage()));
        }
    }

    @Operation(needs = Permission.MANAGE_APPLICATIONS, summary = "Change members of an application")
    @BodyShape(value = ApplicationIn.class, field = "PATCH")
    @PatchMapping("/{app}")
    ApplicationOut patch(@PathVariable("app") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        return shown(applications.change(name, old -> ApplicationIn.changed(fields, old)));
    }

    /** Pauses deliveries to the endpoints of the application. */
    @Operation(
            needs = Permission.MANAGE_APPLICATIONS,
            summary = "Pause the deliveries to all endpoints of an application")
    @PostMapping("/{app}/pause")
    ApplicationOut pause(@PathVariable("app") String name) {
        return pause(name, true);
    }

    /** Resumes deliveries to the endpoints of the application. */
    @Operation(
            needs = Permission.MANAGE_APPLICATIONS,
            summary = "Resume the deliveries to the endpoints of an application")
    @PostMapping("/{app}/resume")
    ApplicationOut resume(@PathVariable("app") String name) {
        return pause(name, false);
    }

    private ApplicationOut pause(String name, boolean paused) {
        return shown(applications.pause(name, paused));
    }

    @Operation(needs = Permission.MANAGE_APPLICATIONS, summary = "Delete an application with its endpoints")
    @DeleteMapping("/{app}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("app") String name) {
        if (!removal.application(name)) {
            throw notFound();
        }
    }

    private static ResponseEntity<ApplicationOut> answer(Stored stored) {
        return ResponseEntity.status(stored.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(ApplicationOut.of(stored.application()));
    }

    private static ApplicationOut shown(Optional<Application> application) {
        return application.map(ApplicationOut::of).orElseThrow(() -> notFound());
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("application");
    }
}
