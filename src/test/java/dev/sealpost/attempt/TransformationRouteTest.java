package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.egress.EgressClients;
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
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.SigningKeys;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.transform.Transformation;
import dev.sealpost.transform.Transformations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transformed webhooks, from the route webhook-delivery to a receiver's socket. */
@Timeout(60)
class TransformationRouteTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final EgressClients clients = new EgressClients();
    private final SigningSecret secret = SigningSecret.generate();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private PostWebhook post;

    private record Received(String line, Map<String, List<String>> headers, String body) {}

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
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
        post = new PostWebhook(
                new WebhookRoute(camel),
                new Decide(AttemptSettingsTest.bind(Map.of()).retryAfter(), new Random(1)),
                Duration.ofSeconds(20),
                Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        camel.stop();
        clients.close();
        server.stop(0);
    }

    private Attempted deliver(String code, boolean enabled) {
        Endpoint endpoint = new Endpoint(
                new EndpointId("ep_1"),
                new ApplicationId("app_1"),
                new Endpoint.Receiver(
                        OutboundUrl.parse(
                                "http://localhost:" + server.getAddress().getPort() + "/in"),
                        new Endpoint.Signing(SigningKeys.of(secret), Optional.empty()),
                        new CustomHeaders(Map.of("X-Tenant", "42", "X-Old", "1", "X-Api-Key", "secret")),
                        RequestOptions.NONE,
                        new Transformation(code, enabled),
                        Optional.empty()),
                Endpoint.Filter.EVERYTHING,
                new Endpoint.Profile(
                        Optional.empty(),
                        "",
                        Map.of(),
                        Endpoint.Policy.of(PolicyOverride.NONE, DeliveryPolicies.DEFAULT),
                        Endpoint.Lifecycle.enabled(Instant.EPOCH, Instant.EPOCH)));
        Event event = new Event(
                new EventId("msg_1"),
                new ApplicationId("app_1"),
                Instant.EPOCH,
                Labels.of(new EventType("order.created")),
                Content.json("{\"total\": 1.10}".getBytes(StandardCharsets.UTF_8)));
        return post.post(new Delivery(event, DestinationId.of(endpoint.id()), Delivery.AttemptKey.FIRST), endpoint);
    }

    @Test
    void sendsAndSignsWhatTheCodeMade() throws Exception {
        Attempted attempted = deliver("""
                function handler(webhook) {
                  webhook.method = "PUT";
                  webhook.url = webhook.url + "/other?x=1";
                  delete webhook.headers["X-Old"];
                  webhook.headers["X-Seen"] = String(webhook.headers["X-Api-Key"]);
                  webhook.payload = { sum: webhook.payload.total };
                  return webhook;
                }
                """, true);

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Succeeded());
        assertThat(attempted.url()).hasValueSatisfying(url -> assertThat(url).endsWith("/in/other?x=1"));
        Received request = received.getFirst();
        assertThat(request.line()).isEqualTo("PUT /in/other?x=1");
        assertThat(request.body()).isEqualTo("{\"sum\":1.1}");
        assertThat(request.headers().get("X-tenant")).containsExactly("42");
        assertThat(request.headers().get("X-seen")).containsExactly("undefined");
        assertThat(request.headers().get("X-api-key")).containsExactly("secret");
        assertThat(request.headers()).doesNotContainKey("X-old");
        new Webhook(secret.reveal()).verify(request.body(), HttpHeaders.of(request.headers(), (name, value) -> true));
    }

    @Test
    void sendsNothingWhenTheCodeCancels() {
        Attempted attempted = deliver("function handler(w) { w.cancel = true; return w; }", true);

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Succeeded());
        assertThat(attempted.answer().status()).isEmpty();
        assertThat(attempted.answer().text()).contains("canceled");
        assertThat(received).isEmpty();
    }

    @Test
    void failsWithTheReasonAndRetriesLater() {
        Attempted attempted = deliver("function handler(w) { return w.payload.a.b; }", true);

        assertThat(attempted.outcome()).isInstanceOfSatisfying(AttemptOutcome.Failed.class, failed -> {
            assertThat(failed.reason()).contains("transformation: line 1").contains("TypeError");
            assertThat(failed.isFinal()).isFalse();
        });
        assertThat(attempted.next()).isInstanceOf(NextStep.RetryAt.class);
        assertThat(received).isEmpty();
    }

    @Test
    void doesNotReachWhatTheGuardBlocks() {
        Attempted attempted = deliver("function handler(w) { w.url = 'http://10.0.0.1/'; return w; }", true);

        assertThat(attempted.outcome()).isInstanceOf(AttemptOutcome.Blocked.class);
    }

    @Test
    void leavesTheBytesAloneWhenItIsNotEnabled() {
        deliver("function handler(w) { return w.payload.a.b; }", false);

        assertThat(received.getFirst().body()).isEqualTo("{\"total\": 1.10}");
    }
}
