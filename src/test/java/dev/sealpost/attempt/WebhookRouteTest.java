package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.DeliveryPolicies;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.TraceContext;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.transform.Transformations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route webhook-delivery with the real client: all webhooks share its producer, client and connections. */
@Timeout(60)
class WebhookRouteTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final CamelContext camel = new DefaultCamelContext();
    private final EgressClients clients = new EgressClients();
    private final WebhookRoute route = new WebhookRoute(camel);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer server;

    record Received(String url, Map<String, List<String>> headers) {}

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        camel.getRegistry().bind("webhookHttpClient", clients.webhooks());
        camel.getRegistry()
                .bind(
                        "signWebhook",
                        new SignWebhook(
                                Clock.systemUTC(),
                                new AuthenticateWebhook(EndpointCredentials.none()),
                                new TransformWebhook(Transformations.withDefaults())));
        camel.start();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "file:routes/webhook-delivery.camel.yaml"));
    }

    @AfterEach
    void close() throws IOException {
        camel.stop();
        clients.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders())));
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("X-Of-Receiver", "secret");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Test
    void sendsNothingOfOneWebhookWithTheNext() {
        Content plain = Content.json("{}".getBytes(StandardCharsets.UTF_8));
        Content traced = plain.in(TraceContext.of(TRACE, Optional.of("rojo=1")));

        post(traced, "/one?a=b");
        post(plain, "/two");

        assertThat(received).extracting(Received::url).containsExactly("/one?a=b", "/two");
        assertThat(received.getFirst().headers()).containsKeys("Traceparent", "Tracestate");
        assertThat(received.getLast().headers())
                .containsOnlyKeys(
                        "Connection",
                        "Content-length",
                        "Content-type",
                        "Host",
                        "User-agent",
                        "Webhook-id",
                        "Webhook-signature",
                        "Webhook-timestamp");
    }

    @Test
    void callsNobodyForAThreadWithoutACall() {
        Content content = Content.json("{}".getBytes(StandardCharsets.UTF_8));
        post(content, "/one");

        WebhookRoute.Returned returned = route.run(delivery(content), endpoint("/two"));

        assertThat(returned.failure()).isPresent();
        assertThat(received).hasSize(1);
    }

    private void post(Content content, String path) {
        Endpoint to = endpoint(path);
        try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
            call.aimAt(to.receiver().url());
            assertThat(route.run(delivery(content), to).failure()).isEmpty();
        }
    }

    private static Delivery delivery(Content content) {
        Event event = new Event(
                new EventId("msg_1"),
                new ApplicationId("app_1"),
                Instant.EPOCH,
                Labels.of(new EventType("order.created")),
                content);
        return new Delivery(event, DestinationId.of(new EndpointId("ep_1")), Delivery.AttemptKey.FIRST);
    }

    private Endpoint endpoint(String path) {
        String url = "http://localhost:" + server.getAddress().getPort() + path;
        return new Endpoint(
                new EndpointId("ep_1"),
                new ApplicationId("app_1"),
                new Endpoint.Receiver(OutboundUrl.parse(url), Optional.of(SigningSecret.generate())),
                Endpoint.Filter.EVERYTHING,
                new Endpoint.Profile(
                        Optional.empty(),
                        "",
                        Map.of(),
                        Endpoint.Policy.of(PolicyOverride.NONE, DeliveryPolicies.DEFAULT),
                        Endpoint.Lifecycle.enabled(Instant.EPOCH, Instant.EPOCH)));
    }
}
