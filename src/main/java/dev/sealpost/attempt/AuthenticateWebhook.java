package dev.sealpost.attempt;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.request.EndpointAuthentication;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.request.EndpointCredentials.AuthorizedRequest;
import dev.sealpost.request.EndpointCredentials.PlainRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.springframework.stereotype.Component;

/** Authenticates a signed webhook by a credential of the installation. */
@Component
class AuthenticateWebhook {

    /** Exchange property with a {@link BooleanSupplier} to tell that the receiver answered 401. */
    static final String REJECTED = "SealpostCredentialRejected";

    private final EndpointCredentials credentials;

    AuthenticateWebhook(EndpointCredentials credentials) {
        this.credentials = credentials;
    }

    /** Sets headers and URL, and the TLS identity of the current call. */
    void authenticate(Exchange exchange, ApplicationId application, EndpointAuthentication how) {
        Message message = exchange.getMessage();
        OutboundCall call = OutboundCall.current()
                .orElseThrow(
                        () -> new IllegalStateException("the route " + WebhookRoute.ID + " runs outside an attempt"));
        String url = call.url()
                .orElseGet(() -> exchange.getProperty(WebhookRoute.ENDPOINT, Endpoint.class)
                        .receiver()
                        .url())
                .value();
        AuthorizedRequest authorized = credentials.authorize(
                how,
                application,
                new PlainRequest(
                        message.getHeader(HttpConstants.HTTP_METHOD, String.class),
                        url,
                        headers(message),
                        message.getBody(byte[].class)));
        authorized.headers().forEach(message::setHeader);
        if (!authorized.url().equals(url)) {
            call.aimAt(OutboundUrl.parse(authorized.url()));
        }
        authorized.tls().ifPresent(call::identifyAs);
        exchange.setProperty(REJECTED, authorized.rejected());
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                headers.put(name, text);
            }
        });
        return headers;
    }
}
