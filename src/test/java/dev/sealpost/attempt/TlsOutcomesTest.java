package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
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
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.transform.Transformations;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The route webhook-delivery with the real client, in front of servers whose TLS is wrong in one way each. */
@Timeout(60)
class TlsOutcomesTest {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final EndpointId RECEIVER = new EndpointId("ep_1");

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static Keys keys;
    private static EgressClients clients;
    private static WebhookRoute route;
    private static @Nullable String trustStore;
    private static @Nullable String trustStorePassword;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        keys = Keys.withAuthority(folder)
                .signed("good", "localhost", "-1H")
                .signed("expired", "localhost", "-3d")
                .signed("early", "localhost", "+3d")
                .signed("elsewhere", "other.example", "-1H")
                .selfSigned("self-signed", "localhost");
        trustStore = System.getProperty(TRUST_STORE);
        trustStorePassword = System.getProperty(TRUST_STORE_PASSWORD);
        System.setProperty(TRUST_STORE, keys.trust().toString());
        System.setProperty(TRUST_STORE_PASSWORD, Keys.password());
        clients = new EgressClients();
        CAMEL.getRegistry().bind("webhookHttpClient", clients.webhooks());
        CAMEL.getRegistry()
                .bind(
                        "signWebhook",
                        new SignWebhook(
                                Clock.systemUTC(),
                                new AuthenticateWebhook(EndpointCredentials.none()),
                                new TransformWebhook(Transformations.withDefaults())));
        CAMEL.start();
        PluginHelper.getRoutesLoader(CAMEL)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(CAMEL, "file:routes/webhook-delivery.camel.yaml"));
        route = new WebhookRoute(CAMEL);
    }

    @AfterAll
    static void close() throws IOException {
        CAMEL.stop();
        clients.close();
        restore(TRUST_STORE, trustStore);
        restore(TRUST_STORE_PASSWORD, trustStorePassword);
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @Test
    void succeedsWhereNothingIsWrong() throws Exception {
        assertThat(outcome(https("good", "TLSv1.3"))).isEqualTo(new Succeeded());
        assertThat(outcome(https("good", "TLSv1.2"))).isEqualTo(new Succeeded());
    }

    @Test
    void doesNotTrustACertificateThatSignedItself() throws Exception {
        assertThat(reason(https("self-signed", "TLSv1.3")))
                .isEqualTo("TLS: no authority that this node trusts has signed the certificate: it is self-signed, or"
                        + " the receiver leaves out an intermediate certificate");
    }

    @Test
    void doesNotTrustACertificateThatHasExpiredOrIsNotValidYet() throws Exception {
        assertThat(reason(https("expired", "TLSv1.3"))).startsWith("TLS: the certificate has expired: NotAfter: ");
        assertThat(reason(https("early", "TLSv1.3"))).startsWith("TLS: the certificate is not valid yet: NotBefore: ");
    }

    @Test
    void doesNotTrustTheCertificateOfAnotherHost() throws Exception {
        assertThat(reason(https("elsewhere", "TLSv1.3")))
                .isEqualTo(
                        "TLS: the certificate is for another host: No subject alternative DNS name matching localhost"
                                + " found.");
    }

    @Test
    void speaksNoVersionBefore12() throws Exception {
        assertThat(reason(https("good", "TLSv1.1"))).startsWith("TLS: ");
        // A Java server ends the handshake without a word; others say why (RFC 5246, section 7.2, alert 70).
        assertThat(reasonAfter(new byte[] {0x15, 3, 1, 0, 2, 2, 70}))
                .isEqualTo("TLS: the receiver speaks neither TLS 1.2 nor TLS 1.3");
    }

    @Test
    void saysWhenAnHttpsUrlAnswersInPlainHttp() throws Exception {
        assertThat(reasonAfter(
                        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("TLS: the answer is not TLS; is it plain HTTP on this port?");
    }

    /** Of a receiver that answers the first message of a handshake with these bytes. */
    private static String reasonAfter(byte[] answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[16 * 1024]);
                    socket.getOutputStream().write(answer);
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client has gone.
                }
            });
            return reason(outcome(server.getLocalPort()));
        }
    }

    private static HttpServer https(String certificate, String protocol) throws Exception {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        SSLContext context = keys.server(certificate);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(new SSLParameters(null, new String[] {protocol}));
            }
        });
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String reason(HttpServer server) {
        return reason(outcome(server));
    }

    private static String reason(AttemptOutcome outcome) {
        assertThat(outcome).isInstanceOf(Unreachable.class);
        return ((Unreachable) outcome).reason();
    }

    private static AttemptOutcome outcome(HttpServer server) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            return outcome(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static AttemptOutcome outcome(int port) {
        WebhookRoute.Returned returned = posted(endpoint("https://localhost:" + port + "/in"));
        return returned.failure()
                .map(failure -> Classify.failure(failure).orElseThrow(() -> new AssertionError(failure)))
                .orElseGet(() -> Classify.answer(
                        returned.answer().status().orElseThrow(), Optional.empty(), Optional.empty(), Instant.now()));
    }

    private static WebhookRoute.Returned posted(Endpoint to) {
        try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
            call.aimAt(to.receiver().url());
            return route.run(delivery(), to);
        }
    }

    private static Delivery delivery() {
        Event event = new Event(
                new EventId("msg_1"),
                new ApplicationId("app_1"),
                Instant.EPOCH,
                Labels.of(new EventType("order.created")),
                Content.json("{}".getBytes(StandardCharsets.UTF_8)));
        return new Delivery(event, DestinationId.of(RECEIVER), Delivery.AttemptKey.FIRST);
    }

    private static Endpoint endpoint(String url) {
        return new Endpoint(
                RECEIVER,
                new ApplicationId("app_1"),
                new Endpoint.Receiver(OutboundUrl.parse(url), Optional.of(SigningSecret.generate())),
                new Endpoint.Filter(List.of(), List.of()),
                new Endpoint.Profile(
                        Optional.empty(),
                        "",
                        Map.of(),
                        Endpoint.Policy.of(PolicyOverride.NONE, DeliveryPolicies.DEFAULT),
                        Endpoint.Lifecycle.enabled(Instant.EPOCH, Instant.EPOCH)));
    }
}
