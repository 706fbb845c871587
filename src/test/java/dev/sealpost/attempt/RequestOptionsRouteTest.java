package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.egress.TlsIdentity;
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
import dev.sealpost.request.EndpointAuthentication;
import dev.sealpost.request.EndpointCredentialException;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.request.PayloadFormat;
import dev.sealpost.request.ReceiverKey;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.SigningKeys;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.transform.Transformation;
import dev.sealpost.transform.Transformations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Format, encryption and authentication of webhooks, from the route webhook-delivery to a receiver's socket. */
@Timeout(60)
class RequestOptionsRouteTest {

    private static final String PAYLOAD = "{\"total\": 1.10}";
    private static final Optional<EndpointAuthentication> ACME =
            Optional.of(new EndpointAuthentication("acme", Optional.empty()));

    private final CamelContext camel = new DefaultCamelContext();
    private final EgressClients clients = new EgressClients();
    private final SigningSecret secret = SigningSecret.generate();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile String accepted = "";
    private Optional<TlsIdentity> identity = Optional.empty();
    private HttpServer server;
    private PostWebhook post;

    private record Received(Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Gives a new token after each rejection; the credential that is not granted fails. */
    private final class Tokens implements EndpointCredentials {

        @Override
        public boolean isGranted(String credential, ApplicationId application) {
            return true;
        }

        @Override
        public AuthorizedRequest authorize(
                EndpointAuthentication authentication, ApplicationId application, PlainRequest request) {
            if (!authentication.credential().equals("acme")) {
                throw new EndpointCredentialException("not granted", Optional.empty());
            }
            BooleanSupplier rejected = () -> tokens.incrementAndGet() < 2;
            return new AuthorizedRequest(
                    request.url() + "?key=1", Map.of("Authorization", "Bearer " + tokens.get()), identity, rejected);
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(loopback(), 0);
        camel.getRegistry().bind("webhookHttpClient", clients.webhooks());
        camel.getRegistry()
                .bind(
                        "signWebhook",
                        new SignWebhook(
                                Clock.systemUTC(),
                                new AuthenticateWebhook(new Tokens()),
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
    void close() throws IOException {
        camel.stop();
        clients.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Received request = new Received(
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
        received.add(request);
        boolean isAccepted =
                accepted.isEmpty() || request.header("Authorization").equals(accepted);
        exchange.sendResponseHeaders(isAccepted ? 204 : 401, -1);
        exchange.close();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private Attempted deliver(RequestOptions options) {
        server.createContext("/", this::answer);
        server.start();
        String scheme = server instanceof HttpsServer ? "https" : "http";
        String url = scheme + "://localhost:" + server.getAddress().getPort() + "/in";
        Endpoint endpoint = new Endpoint(
                new EndpointId("ep_1"),
                new ApplicationId("app_1"),
                new Endpoint.Receiver(
                        OutboundUrl.parse(url),
                        new Endpoint.Signing(SigningKeys.of(secret), Optional.empty()),
                        CustomHeaders.NONE,
                        options,
                        Transformation.NONE,
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
                Content.json(PAYLOAD.getBytes(StandardCharsets.UTF_8)));
        return post.post(new Delivery(event, DestinationId.of(endpoint.id()), Delivery.AttemptKey.FIRST), endpoint);
    }

    private void requireSigned(Received request) throws Exception {
        new Webhook(secret.reveal())
                .verify(
                        new String(request.body(), StandardCharsets.UTF_8),
                        HttpHeaders.of(request.headers(), (name, value) -> true));
    }

    @Test
    void signsWhatIsSentInTheFormatOfTheEndpoint() throws Exception {
        Attempted attempted =
                deliver(new RequestOptions(PayloadFormat.CLOUDEVENTS_STRUCTURED, Optional.empty(), Optional.empty()));

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Succeeded());
        Received request = received.getFirst();
        requireSigned(request);
        assertThat(request.header("Content-type")).isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).contains("\"data\":" + PAYLOAD);
    }

    @Test
    void sendsTheAttributesOfABinaryCloudEventInHeaders() throws Exception {
        deliver(new RequestOptions(PayloadFormat.CLOUDEVENTS_BINARY, Optional.empty(), Optional.empty()));

        Received request = received.getFirst();
        requireSigned(request);
        assertThat(request.body()).isEqualTo(PAYLOAD.getBytes(StandardCharsets.UTF_8));
        assertThat(request.header("Ce-id")).isEqualTo("msg_1");
        assertThat(request.header("Ce-type")).isEqualTo("order.created");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void signsTheEncryptedBody() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ReceiverKey receiver = ReceiverKey.parse(key.toPublicJWK().toJSONString());

        deliver(new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.of(receiver), Optional.empty()));

        Received request = received.getFirst();
        requireSigned(request);
        assertThat(request.header("Content-type")).isEqualTo("application/jose");
        JWEObject jwe = JWEObject.parse(new String(request.body(), StandardCharsets.US_ASCII));
        jwe.decrypt(new ECDHDecrypter(key));
        assertThat(jwe.getPayload().toString()).isEqualTo(PAYLOAD);
    }

    @Test
    void authenticatesAndSignsTheSameRequest() throws Exception {
        accepted = "Bearer 0";

        Attempted attempted = deliver(new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), ACME));

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Succeeded());
        assertThat(received).hasSize(1);
        requireSigned(received.getFirst());
    }

    @Test
    void triesOnceMoreWithANewTokenInTheSameAttempt() {
        accepted = "Bearer 1";

        Attempted attempted = deliver(new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), ACME));

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Succeeded());
        assertThat(received)
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer 0", "Bearer 1");
    }

    @Test
    void triesNoThirdTime() {
        accepted = "never";

        Attempted attempted = deliver(new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), ACME));

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Rejected(401));
        assertThat(received).hasSize(2);
    }

    @Test
    void failsWithoutACallWhenTheCredentialCannotBeUsed() {
        Attempted attempted = deliver(new RequestOptions(
                PayloadFormat.STANDARD_WEBHOOKS,
                Optional.empty(),
                Optional.of(new EndpointAuthentication("other", Optional.empty()))));

        assertThat(attempted.outcome()).isEqualTo(new AttemptOutcome.Failed("not granted", false));
        assertThat(received).isEmpty();
    }

    @Test
    void showsItsCertificateAndTrustsThePrivateAuthority(@TempDir Path folder) throws Exception {
        Keys keys =
                Keys.withAuthority(folder).signed("server", "localhost", "-1H").signed("client", "client", "-1H");
        server = https(keys.serverThatKnowsItsClients("server"));
        RequestOptions options = new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), ACME);
        identity = Optional.of(TlsIdentity.of(new TlsIdentity.Pem(
                Optional.of(new TlsIdentity.ClientCertificate(keys.certificate("client"), keys.privateKey("client"))),
                Optional.of(keys.authority()))));

        assertThat(deliver(options).outcome()).isEqualTo(new AttemptOutcome.Succeeded());
    }

    @Test
    void isRefusedWithoutACertificate(@TempDir Path folder) throws Exception {
        Keys keys = Keys.withAuthority(folder).signed("server", "localhost", "-1H");
        server = https(keys.serverThatKnowsItsClients("server"));
        RequestOptions options = new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), ACME);
        identity = Optional.of(TlsIdentity.of(new TlsIdentity.Pem(Optional.empty(), Optional.of(keys.authority()))));

        assertThat(deliver(options).outcome()).isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(received).isEmpty();
    }

    private static HttpServer https(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        return server;
    }
}
