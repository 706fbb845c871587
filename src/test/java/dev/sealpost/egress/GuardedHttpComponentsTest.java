package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Timeout(60)
class GuardedHttpComponentsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    private static final byte[] PAYLOAD = {'{', (byte) 0xff, 0, '}'};

    private final ApplicationContextRunner node = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(CamelAutoConfiguration.class, HttpComponentAutoConfiguration.class))
            .withUserConfiguration(Node.class);

    @Configuration(proxyBeanMethods = false)
    @Import(EgressConfiguration.class)
    @EnableConfigurationProperties(EgressSettings.class)
    static class Node {}

    @Test
    void refusesLoopbackToEveryHttpStep() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            node.run(context -> {
                CamelContext camel = context.getBean(CamelContext.class);
                for (String host : new String[] {"localhost", "127.0.0.1"}) {
                    Exchange exchange = send(camel, "http://" + host + ":" + receiver.port() + "/in", e -> {});

                    assertThat(exchange.getException()).isInstanceOf(BlockedAddressException.class);
                }
            });
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void reachesAnAllowedNetwork() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8").run(context -> {
                Exchange exchange = send(context.getBean(CamelContext.class), receiver.url(), e -> {});

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("ok");
                assertThat(receiver.requests())
                        .singleElement()
                        .satisfies(request -> assertThat(request)
                                .contains("User-Agent: Sealpost/")
                                .contains("\r\nAccept-Encoding: gzip, deflate, x-gzip\r\n"));
            });
        }
    }

    @Test
    void keepsRedirectsAndRetriesOffWhateverARouteOrASettingAsks() throws Exception {
        String moved = "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n";
        String busy = "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n";
        for (String answer : new String[] {moved, busy}) {
            try (RawReceiver receiver = RawReceiver.answering(answer)) {
                node.withPropertyValues(
                                "sealpost.egress.allow=127.0.0.0/8",
                                "camel.component.http.follow-redirects=true",
                                "camel.component.http.automatic-retries-disabled=false")
                        .run(context -> {
                            Exchange exchange = send(
                                    context.getBean(CamelContext.class),
                                    receiver.url() + "?followRedirects=true&throwExceptionOnFailure=false",
                                    e -> {});

                            assertThat(exchange.getException()).isNull();
                            assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                                    .isIn(302, 503);
                        });
                assertThat(receiver.requests()).hasSize(1);
            }
        }
    }

    @Test
    void refusesATooLargeAnswer() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2000))) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8", "sealpost.egress.connectors.answer=1KB")
                    .run(context -> {
                        Exchange exchange = send(context.getBean(CamelContext.class), receiver.url(), e -> {});

                        assertThat(exchange.getException()).isInstanceOf(AnswerTooLargeException.class);
                    });
        }
    }

    @Test
    void guardsBothSchemes() {
        node.run(context -> {
            CamelContext camel = context.getBean(CamelContext.class);
            GuardedClients clients = context.getBean(GuardedClients.class);
            for (String scheme : new String[] {"http", "https"}) {
                HttpComponent component = camel.getComponent(scheme, HttpComponent.class);

                assertThat(component.getClientConnectionManager()).isSameAs(clients.connectorConnections());
                assertThat(component.isAutomaticRetriesDisabled()).isTrue();
            }
        });
    }

    @Test
    void deliversAWebhookThroughAStaticEndpointAndGoesOnAfterTheEndpointStops() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8").run(context -> {
                CamelContext camel = context.getBean(CamelContext.class);
                // Without the method, Camel turns a URL with a query into a GET without a body.
                String uri =
                        "http://webhook?httpClient=#webhookHttpClient&httpMethod=POST&throwExceptionOnFailure=false";
                camel.addRoutes(route("webhook-delivery", uri));

                for (int i = 0; i < 2; i++) {
                    Exchange exchange = camel.createProducerTemplate().request("direct:webhook-delivery", request -> {
                        request.getMessage().setHeader(Exchange.HTTP_URI, receiver.url() + "?a=b%20c&d=RAW(e)");
                        request.getMessage().setHeader("webhook-id", "msg_1");
                        request.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
                        request.getMessage().setBody(PAYLOAD);
                    });

                    assertThat(exchange.getException()).isNull();
                    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                            .isEqualTo(200);
                    assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("ok");
                    assertThat(exchange.getMessage().getBody(byte[].class))
                            .asString()
                            .isEqualTo("ok");

                    camel.getRouteController().stopRoute("webhook-delivery");
                    camel.getEndpoint(uri).stop();
                    camel.getEndpoint(uri).start();
                    camel.getRouteController().startRoute("webhook-delivery");
                }
                assertThat(receiver.requests())
                        .hasSize(2)
                        .allSatisfy(request -> assertThat(request)
                                .startsWith("POST /in?a=b%20c&d=RAW(e) HTTP/1.1\r\n")
                                .contains("webhook-id: msg_1\r\n")
                                .endsWith(new String(PAYLOAD, StandardCharsets.ISO_8859_1)));
                assertThat(receiver.connections()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60_000, 100_000})
    void givesTheAnswerAsBytesOfBoundedLength(int length) throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length))) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8").run(context -> {
                Exchange exchange = send(
                        context.getBean(CamelContext.class),
                        "http://webhook?httpClient=#webhookHttpClient&throwExceptionOnFailure=false",
                        request -> request.getMessage().setHeader(Exchange.HTTP_URI, receiver.url()));

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(Math.min(length, 65_536));
                assertThat(exchange.getMessage().getBody()).isInstanceOf(byte[].class);
            });
        }
    }

    @Test
    void givesAWebhookNoBodyWhereTheAnswerIsEmpty() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8").run(context -> {
                Exchange exchange = send(
                        context.getBean(CamelContext.class),
                        "http://webhook?httpClient=#webhookHttpClient&throwExceptionOnFailure=false",
                        request -> request.getMessage().setHeader(Exchange.HTTP_URI, receiver.url()));

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getBody()).isNull();
            });
        }
    }

    @Test
    void sendsARequestForThePlaceholderToTheUrlOfTheCall() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            node.withPropertyValues("sealpost.egress.allow=127.0.0.0/8").run(context -> {
                try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
                    call.aimAt(OutboundUrl.parse(receiver.url() + "?a=b%20c&d=RAW(e)"));
                    Exchange exchange = send(
                            context.getBean(CamelContext.class),
                            "http://host.invalid?httpClient=#webhookHttpClient&httpMethod=POST&skipControlHeaders=true",
                            request ->
                                    request.getMessage().setHeader(Exchange.HTTP_URI, "http://127.0.0.1:9/elsewhere"));

                    assertThat(exchange.getException()).isNull();
                }
                assertThat(receiver.requests())
                        .singleElement()
                        .satisfies(request -> assertThat(request)
                                .startsWith("POST /in?a=b%20c&d=RAW(e) HTTP/1.1\r\n")
                                .contains("\r\nHost: 127.0.0.1:"));
            });
        }
    }

    @Test
    void namesTheRuleWhenAWebhookIsBlocked() {
        node.run(context -> {
            Exchange exchange = send(
                    context.getBean(CamelContext.class),
                    "http://webhook?httpClient=#webhookHttpClient&throwExceptionOnFailure=false",
                    request -> request.getMessage().setHeader(Exchange.HTTP_URI, "http://169.254.169.254/latest"));

            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            BlockedAddressException.class,
                            blocked -> assertThat(blocked.rule()).isEqualTo("link-local"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest, link-local",
        "https://[fe80::1]/?a=b, link-local",
        "http://[::ffff:127.0.0.1]:80/, ipv4-mapped",
        "http://localhost:8080, loopback"
    })
    void namesTheRuleWhenTheUrlOfTheCallIsBlocked(String url, String rule) {
        node.run(context -> {
            try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
                call.aimAt(OutboundUrl.parse(url));
                Exchange exchange = send(
                        context.getBean(CamelContext.class),
                        "http://host.invalid?httpClient=#webhookHttpClient&httpMethod=POST&skipControlHeaders=true",
                        request -> {});

                assertThat(exchange.getException())
                        .isInstanceOfSatisfying(
                                BlockedAddressException.class,
                                blocked -> assertThat(blocked.rule()).isEqualTo(rule));
            }
        });
    }

    private static Exchange send(CamelContext camel, String uri, Consumer<Exchange> prepare) throws Exception {
        camel.addRoutes(route("step", uri));
        Exchange exchange = camel.createProducerTemplate().request("direct:step", prepare::accept);
        camel.getRouteController().stopRoute("step");
        camel.removeRoute("step");
        return exchange;
    }

    private static RouteBuilder route(String id, String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to(uri);
            }
        };
    }
}
