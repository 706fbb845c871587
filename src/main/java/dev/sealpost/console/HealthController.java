package dev.sealpost.console;

import dev.sealpost.api.edge.PublicOperation;
import dev.sealpost.api.shape.AnswerShape;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET} and {@code HEAD /api/v1/health}, without a token: 204 if this node can accept and deliver events,
 * otherwise 503; and {@code GET} and {@code HEAD /api/v1/health/ping}, always 204. {@code /actuator/health} has the reasons and requires a login.
 */
@RestController
class HealthController {

    static final String PATH = "/api/v1/health";
    static final String PING = PATH + "/ping";
    private static final String READINESS = "readiness";

    private final HealthEndpoint health;

    HealthController(HealthEndpoint health) {
        this.health = health;
    }

    @PublicOperation(summary = "Ask whether this node can accept and deliver messages")
    @AnswerShape(statuses = 204)
    @GetMapping(PATH)
    ResponseEntity<Void> health() {
        boolean ready = health.healthForPath(READINESS).getStatus().equals(Status.UP);
        return ResponseEntity.status(ready ? HttpStatus.NO_CONTENT : HttpStatus.SERVICE_UNAVAILABLE)
                .build();
    }

    /** Answers 204 as long as the web server answers. */
    @PublicOperation(summary = "Ask whether this node answers")
    @AnswerShape(statuses = 204)
    @GetMapping(PING)
    ResponseEntity<Void> ping() {
        return ResponseEntity.noContent().build();
    }
}
