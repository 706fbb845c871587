package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.source.webhook.ReceiveWebhook;
import dev.sealpost.source.webhook.Source;
import dev.sealpost.source.webhook.Sources;
import dev.sealpost.source.webhook.WebhookResult;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /in/{source}}: inbound webhooks. An empty 200 confirms that the event is on disk. */
@RestController
public class InboundController {

    private final Sources sources;
    private final ReceiveWebhook receive;
    private final ReadWebhook read;
    private final AcceptWebhook accept;

    InboundController(Sources sources, ReceiveWebhook receive, ReadWebhook read, AcceptWebhook accept) {
        this.sources = sources;
        this.receive = receive;
        this.read = read;
        this.accept = accept;
    }

    @PostMapping("/in/{source}")
    ResponseEntity<Object> post(@PathVariable("source") String name, HttpServletRequest request) {
        Source source = named(name);
        try (BodyRoom.Held held = read.admit(request)) {
            WebhookResult result = receive.receive(source, read.of(request, source, held));
            if (result instanceof WebhookResult.Understood understood) {
                understood.events().forEach(event -> accept.accept(source, event));
            }
            return answer(result);
        }
    }

    @GetMapping("/in/{source}")
    ResponseEntity<Object> get(@PathVariable("source") String name, HttpServletRequest request) {
        Source source = named(name);
        if (!source.isChallengedByGet()) {
            throw new ProblemException(
                    HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "webhooks must be sent by POST");
        }
        return answer(receive.challenge(source, parameter -> Optional.ofNullable(request.getParameter(parameter))));
    }

    private Source named(String name) {
        return sources.find(name).orElseThrow(() -> ProblemException.notFound("source"));
    }

    private static ResponseEntity<Object> answer(WebhookResult result) {
        return switch (result) {
            case WebhookResult.Refused refused ->
                throw new ProblemException(
                        HttpStatus.UNAUTHORIZED, "authentication_failed", "signature verification failed");
            case WebhookResult.Challenged(String answer) ->
                ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(answer);
            case WebhookResult.Understood understood -> ResponseEntity.ok().build();
        };
    }
}
