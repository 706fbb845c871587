package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.source.webhook.Sources;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code HEAD} and {@code OPTIONS /in/{source}}: validation requests of webhook senders. Any sender is allowed, since
 * each webhook is verified anyway.
 *
 * <p><a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection">CloudEvents Web
 * Hooks 1.0, section 4</a>. A {@code WebHook-Request-Callback} is not called, since it may be any address; the response
 * grants the permission.
 */
@RestController
class HandshakeController {

    private static final String ALLOWED_ORIGIN = "WebHook-Allowed-Origin";
    private static final String ALLOWED_RATE = "WebHook-Allowed-Rate";
    private static final String ANY = "*";

    /** DNS name; some senders send a URL. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9*._:/-]{1,253}");

    private final Sources sources;

    HandshakeController(Sources sources) {
        this.sources = sources;
    }

    @RequestMapping(path = "/in/{source}", method = RequestMethod.HEAD)
    ResponseEntity<Void> head(@PathVariable("source") String name) {
        require(name);
        return ResponseEntity.ok().build();
    }

    @RequestMapping(path = "/in/{source}", method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options(
            @PathVariable("source") String name,
            @RequestHeader("WebHook-Request-Origin") Optional<String> origin,
            @RequestHeader("WebHook-Request-Rate") Optional<String> rate) {
        require(name);
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                HttpHeaders.ALLOW,
                String.join(", ", HttpMethod.GET.name(), HttpMethod.HEAD.name(), "OPTIONS", HttpMethod.POST.name()));
        origin.ifPresent(text -> {
            if (!ORIGIN.matcher(text).matches()) {
                throw InvalidParameterException.ofHeader("WebHook-Request-Origin", "a host name is expected");
            }
            headers.set(ALLOWED_ORIGIN, text);
            headers.set(ALLOWED_RATE, rate.filter(HandshakeController::isRate).orElse(ANY));
        });
        return ResponseEntity.ok().headers(headers).build();
    }

    /** Returns whether the text is a rate in requests per minute. */
    private static boolean isRate(String text) {
        return text.matches("[1-9][0-9]{0,8}");
    }

    private void require(String name) {
        if (sources.find(name).isEmpty()) {
            throw ProblemException.notFound("source");
        }
    }
}
