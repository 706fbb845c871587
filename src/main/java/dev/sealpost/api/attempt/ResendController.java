package dev.sealpost.api.attempt;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.message.FindMessage;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.replay.Resend;
import dev.sealpost.subscription.DestinationId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sends one message to one endpoint again. */
@RestController
public class ResendController {

    private final PathNames names;
    private final FindMessage find;
    private final Resend resend;

    ResendController(PathNames names, FindMessage find, Resend resend) {
        this.names = names;
        this.find = find;
        this.resend = resend;
    }

    /** Retries a waiting delivery now; restarts a finished one from the first attempt. The body is ignored. */
    @Operation(needs = Permission.REPLAY, summary = "Send a message to an endpoint again")
    @PostMapping("/api/v1/app/{app}/msg/{message}/endpoint/{endpoint}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> resend(
            @PathVariable("app") String app,
            @PathVariable("message") String message,
            @PathVariable("endpoint") String endpoint,
            HttpServletRequest request) {
        IdempotencyHeader.refuse(request);
        ApplicationId application = names.application(app);
        DestinationId destination = names.destination(application, endpoint);
        EventId event = find.id(application, message);
        return switch (resend.resend(application, event, destination)) {
            case OPENED, HASTENED, IN_FLIGHT -> Map.of();
            case DROPPED ->
                throw new ProblemException(
                        HttpStatus.GONE,
                        "payload_gone",
                        "the payload of " + event + " was deleted by retention and cannot be sent again");
            case UNKNOWN -> throw waitingOrUnknown(application, event);
        };
    }

    private ProblemException waitingOrUnknown(ApplicationId application, EventId event) {
        if (find.isRecent(application, event)) {
            return new ProblemException(
                    HttpStatus.CONFLICT,
                    "not_yet_accepted",
                    event + " is still in the broker, waiting for its first attempt; retry in a moment");
        }
        return ProblemException.notFound("message");
    }
}
