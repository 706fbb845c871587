package dev.sealpost.demo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Example webhook receiver, which verifies webhooks with the library of standardwebhooks.com. */
@RestController
@Profile("demo")
final class DemoInbox {

    static final String PATH = "/demo/inbox";

    private static final Logger LOG = LoggerFactory.getLogger(DemoInbox.class);

    private final DemoSecret secret;

    DemoInbox(DemoSecret secret) {
        this.secret = secret;
    }

    @PostMapping(PATH)
    ResponseEntity<Void> receive(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
        try {
            new Webhook(secret.text()).verify(new String(body, StandardCharsets.UTF_8), lowerCase(headers));
        } catch (WebhookVerificationException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("demo.inbox.refused");
            return ResponseEntity.status(401).build();
        }
        LOG.atInfo().addKeyValue("eventId", headers.getFirst("webhook-id")).log("demo.inbox.verified");
        return ResponseEntity.noContent().build();
    }

    /** Receives webhooks of endpoints that a visitor creates, whose secrets are unknown here. */
    @PostMapping(PATH + "/any")
    ResponseEntity<Void> receiveUnverified(@RequestHeader HttpHeaders headers) {
        LOG.atInfo().addKeyValue("eventId", headers.getFirst("webhook-id")).log("demo.inbox.received");
        return ResponseEntity.noContent().build();
    }

    private static Map<String, List<String>> lowerCase(HttpHeaders headers) {
        return headers.headerSet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }
}
