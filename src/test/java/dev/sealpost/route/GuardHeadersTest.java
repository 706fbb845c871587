package dev.sealpost.route;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.camel.EventCamel;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that a route sends to and accepts from other systems. */
class GuardHeadersTest {

    private final EventCamel app = new EventCamel();
    private VendorServer first;
    private VendorServer second;

    @BeforeEach
    void start() throws Exception {
        first = new VendorServer();
        second = new VendorServer();
        Properties configuration = new Properties();
        configuration.setProperty("first", first.url());
        configuration.setProperty("second", second.url());
        app.camel.getPropertiesComponent().setInitialProperties(configuration);
    }

    @AfterEach
    void stop() {
        app.close();
        first.close();
        second.close();
    }

    private void runs(String steps) throws Exception {
        String route = """
                - route:
                    id: r
                    from:
                      uri: event:order.created
                      steps:
                """ + steps.indent(8);
        app.load("routes/r.camel.yaml", route);
        for (String id : List.of("msg_1", "msg_2", "msg_3")) {
            assertThat(app.attempt("r", anEvent(id)).outcome()).isEqualTo(new Succeeded());
        }
    }

    // Fault 22.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: '{{first}}'",
                "toD: '{{first}}/${header.SealpostEventId}'",
                "enrich: {expression: {constant: {expression: '{{first}}'}}}",
                "recipientList: {expression: {constant: {expression: '{{first}}'}}}",
                "pollEnrich: {expression: {constant: {expression: '{{first}}'}}}"
            })
    void ignoresTheApplicationAndIdInAnAnswer(String call) throws Exception {
        first.answers(
                Map.of(
                        "SealpostApplication", "victim",
                        "sealposteventid", "fixed",
                        "SEALPOSTCHANNELS", "all",
                        "CamelHttpUri", "http://127.0.0.1:9/"),
                "{}");

        runs("- " + call + "\n- to: event:order.copied\n");

        assertThat(app.publisher.published).hasSize(3).allSatisfy(event -> {
            assertThat(event.application()).isEqualTo(EventCamel.ACME);
            assertThat(event.labels().channels()).isEmpty();
        });
        assertThat(app.publisher.published)
                .extracting(event -> event.id().value())
                .doesNotHaveDuplicates();
    }

    @Test
    void usesTheIdThatTheRouteSetsAfterAnAnswer() throws Exception {
        first.answers(Map.of("SealpostEventId", "fixed"), "{}");

        runs("""
                - to: '{{first}}'
                - setHeader: {name: SealpostEventId, expression: {constant: {expression: its-own}}}
                - to: event:order.copied
                """);

        assertThat(app.publisher.published)
                .allSatisfy(event -> assertThat(event.labels().uid()).contains("its-own"));
    }

    // Fault 23.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: '{{second}}'",
                "toD: '{{second}}/${header.SealpostEventId}'",
                "enrich: {expression: {constant: {expression: '{{second}}'}}}",
                "recipientList: {expression: {constant: {expression: '{{second}}'}}}"
            })
    void sendsNoHeaderOfOneVendorToAnother(String call) throws Exception {
        first.answers(
                Map.of(
                        "Authorization", "theirs",
                        "Cookie", "theirs=1",
                        "Set-Cookie", "theirs=2",
                        "Proxy-Authorization", "theirs",
                        "WWW-Authenticate", "theirs",
                        "X-Theirs", "theirs",
                        "traceparent", "00-11111111111111111111111111111111-2222222222222222-01"),
                "{}");

        runs("""
                - setHeader: {name: Authorization, expression: {constant: {expression: Bearer ours}}}
                - setHeader: {name: X-Api-Key, expression: {constant: {expression: ours}}}
                - setHeader: {name: X-Plain, expression: {constant: {expression: plain}}}
                - to: '{{first}}'
                - to: '{{first}}/again'
                - %s
                """.formatted(call));

        assertThat(first.calls())
                .hasSize(6)
                .allSatisfy(sent -> assertThat(sent.headers())
                        .containsEntry("Authorization", "Bearer ours")
                        .containsEntry("X-Api-Key", "ours")
                        .doesNotContainKeys("SealpostEventId", "SealpostApplication", "SealpostAttempt"));
        assertThat(second.calls()).hasSize(3).allSatisfy(sent -> {
            assertThat(sent.headers())
                    .containsEntry("X-Plain", "plain")
                    .doesNotContainKeys("Authorization", "X-Api-Key", "Cookie", "SealpostEventId", "SealpostAttempt");
            assertThat(sent.headers().values()).noneMatch(value -> value.contains("theirs") || value.contains("1111"));
        });
    }

    @Test
    void sendsASecretThatTheRouteSetsAgain() throws Exception {
        runs("""
                - setHeader: {name: Authorization, expression: {constant: {expression: Bearer ours}}}
                - to: '{{first}}'
                - setHeader: {name: Authorization, expression: {constant: {expression: Bearer ours}}}
                - to: '{{second}}'
                """);

        assertThat(second.calls())
                .hasSize(3)
                .allSatisfy(sent -> assertThat(sent.headers()).containsEntry("Authorization", "Bearer ours"));
    }

    // CVE-2026-46584: Camel would give the password to that server.
    @ParameterizedTest
    @ValueSource(strings = {"mail.smtp.host", "Mail.SMTPS.socks.host", "CamelFileName"})
    void ignoresAHeaderThatControlsALaterStep(String name) throws Exception {
        first.answers(Map.of(name, "evil.example"), "{}");

        runs("""
                - to: '{{first}}'
                - setBody: {expression: {simple: {expression: '{"it": "${header.%s}"}'}}}
                - to: '{{second}}'
                """.formatted(name));

        assertThat(second.calls())
                .hasSize(3)
                .allSatisfy(sent -> assertThat(sent.body()).isEqualTo("{\"it\": \"\"}"));
    }

    @Test
    void letsTheRouteReadTheHeadersOfAnAnswer() throws Exception {
        first.answers(Map.of("ETag", "e1"), "{}");

        runs("""
                - to: '{{first}}'
                - setHeader: {name: If-Match, expression: {simple: {expression: '"${header.ETag}"'}}}
                - to: '{{second}}'
                """);

        assertThat(second.calls()).allSatisfy(sent -> assertThat(sent.headers()).containsEntry("If-Match", "\"e1\""));
    }

    /** A mail server would read another header after the line break, such as one more recipient. */
    @ParameterizedTest
    @ValueSource(strings = {"Hello\r\nBcc: eve@evil.example", "Hello\nX: 1", "Hello\rX: 1", "Hello\u0000"})
    void refusesALineBreakInAHeaderOfAMail(String subject) {
        MailEndpoint mail = app.camel.getEndpoint("smtp://127.0.0.1:9", MailEndpoint.class);

        assertThatThrownBy(() -> mail.getHeaderFilterStrategy()
                        .applyFilterToCamelHeaders("Subject", subject, new DefaultExchange(app.camel)))
                .hasMessageContaining("the header Subject contains a line break");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "camelhttpquery", "SealpostApplication", " Camel", "mail.smtp.host"})
    void refusesAValueThatFormsAControlHeader(String name) throws Exception {
        assertThatThrownBy(() -> runs("""
                - setHeader: {name: it, expression: {constant: {expression: '%s'}}}
                - setHeader: {name: '${header.it}', expression: {constant: {expression: x}}}
                - to: '{{second}}'
                """.formatted(name))).hasMessageContaining("a value forms a header name");
        assertThat(second.calls()).isEmpty();
    }

    @Test
    void acceptsAValueThatFormsAnotherHeader() throws Exception {
        runs("""
                - setHeader: {name: it, expression: {constant: {expression: X-Own}}}
                - setHeaders: {headers: [{name: '${header.it}', expression: {constant: {expression: x}}}]}
                - to: '{{second}}'
                """);

        assertThat(second.calls()).allSatisfy(sent -> assertThat(sent.headers()).containsEntry("X-own", "x"));
    }

    // Fault 26.
    @ParameterizedTest
    @CsvSource({
        "authMethod=Basic&authUsername=ada&authPassword=RAW(l+ve:1), Basic YWRhOmwrdmU6MQ==",
        "authMethod=Basic&authenticationPreemptive=true&authUsername=ada&authPassword=secret, Basic YWRhOnNlY3JldA==",
        "authMethod=Bearer&authBearerToken=abc, Bearer abc"
    })
    void sendsCredentialsWithTheFirstRequest(String options, String authorization) throws Exception {
        runs("""
                - to: '{{first}}?%s'
                - setHeader: {name: CamelHttpUri, expression: {constant: {expression: '{{second}}'}}}
                - to: '{{first}}?%s'
                """.formatted(options, options));

        assertThat(first.calls())
                .hasSize(3)
                .allSatisfy(sent -> assertThat(sent.headers()).containsEntry("Authorization", authorization));
        assertThat(second.calls())
                .hasSize(3)
                .allSatisfy(sent -> assertThat(sent.headers()).doesNotContainKey("Authorization"));
    }

    // Fault 21, written into the route.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clientConnectionManager=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager",
                "httpClient=#class:org.apache.hc.client5.http.impl.classic.MinimalHttpClient"
            })
    void keepsTheGuardedClient(String option) {
        assertThatThrownBy(() -> runs("- to: '{{first}}?%s'\n".formatted(option)))
                .hasStackTraceContaining(option.replaceFirst("=.*", ""));
    }
}
