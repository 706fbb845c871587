package dev.sealpost.api.endpoint;

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
import dev.sealpost.request.CustomHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint/{endpoint}/headers}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}/headers")
class HeadersController {

    private final EndpointStore endpoints;
    private final PathNames names;
    private final ReadBody read;

    HeadersController(EndpointStore endpoints, PathNames names, ReadBody read) {
        this.endpoints = endpoints;
        this.names = names;
        this.read = read;
    }

    /**
     * Headers in an answer.
     *
     * @param headers those whose values may be shown
     * @param sensitive names of the others
     */
    record EndpointHeadersOut(Map<String, String> headers, List<String> sensitive) {}

    @Operation(needs = Permission.MANAGE_SECRETS, summary = "Get the custom headers of an endpoint")
    @GetMapping
    EndpointHeadersOut get(@PathVariable("app") String app, @PathVariable("endpoint") String name) {
        CustomHeaders headers =
                names.endpoint(names.application(app), name).receiver().headers();
        return new EndpointHeadersOut(headers.shown(), headers.sensitive());
    }

    @Operation(needs = Permission.MANAGE_SECRETS, summary = "Replace the custom headers of an endpoint")
    @BodyShape(value = HeadersIn.class)
    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(@PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        change(app, name, old -> HeadersIn.replaced(fields));
    }

    @Operation(needs = Permission.MANAGE_SECRETS, summary = "Change custom headers of an endpoint")
    @BodyShape(value = HeadersIn.class, field = "PATCH")
    @PatchMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void patch(@PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        change(app, name, old -> HeadersIn.changed(fields, old));
    }

    private void change(String app, String name, UnaryOperator<CustomHeaders> change) {
        ApplicationId application = names.application(app);
        if (endpoints
                .change(
                        application,
                        name,
                        (Endpoint old) -> old.with(change.apply(old.receiver().headers())))
                .isEmpty()) {
            throw ProblemException.notFound("endpoint");
        }
    }
}
