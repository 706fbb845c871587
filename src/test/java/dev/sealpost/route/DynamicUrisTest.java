package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.route.camel.EventCamel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults 20 and 21: a value of an event in a URI remains a value, for every step with a dynamic URI, in YAML and XML. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamicUrisTest {

    private static final String SECRET = "top-s3cret-value";
    private static final List<String> TEMPLATES =
            List.of("toD", "enrich", "recipientList", "routingSlip", "CamelHttpUri", "CamelHttpPath");
    private static final List<String> WHOLE = List.of("toD", "enrich", "recipientList", "routingSlip", "CamelHttpUri");
    private static final List<String> FORMS = List.of("yaml", "xml");

    private final EventCamel app = new EventCamel();
    private VendorServer vendor;
    private String secretFile;

    @BeforeAll
    void load(@TempDir Path folder) throws Exception {
        vendor = new VendorServer();
        secretFile = Files.writeString(folder.resolve("api-token"), SECRET).toString();
        Properties configuration = new Properties();
        configuration.setProperty("slack.access-token", SECRET);
        configuration.setProperty("vendor", vendor.url());
        app.camel.getPropertiesComponent().setInitialProperties(configuration);
        for (String form : FORMS) {
            for (String step : TEMPLATES) {
                load(form, step, "template", "{{vendor}}/items/${header.id}?color=${header.color}");
            }
            for (String step : Stream.concat(WHOLE.stream(), Stream.of("dynamicRouter", "pollEnrich"))
                    .toList()) {
                load(form, step, "whole", "${header.id}");
            }
        }
    }

    private void load(String form, String step, String kind, String uri) throws Exception {
        String id = id(form, step, kind);
        String file = form.equals("yaml") ? yaml(id, step, uri) : xml(id, step, uri);
        app.load("routes/" + id + ".camel." + form, file);
    }

    private static String id(String form, String step, String kind) {
        return step + "-" + kind + "-" + form;
    }

    private static String yaml(String id, String step, String uri) {
        String call =
                switch (step) {
                    case "toD" -> "toD: {id: call, uri: '%s'}".formatted(uri);
                    case "CamelHttpPath" ->
                        "setHeader: {id: call, name: CamelHttpPath, expression: {simple: {expression: 'items/${header.id}'}}}";
                    case "CamelHttpUri" ->
                        "setHeader: {id: call, name: CamelHttpUri, expression: {simple: {expression: '%s'}}}"
                                .formatted(uri);
                    default -> "%s: {id: call, expression: {simple: {expression: '%s'}}}".formatted(step, uri);
                };
        return """
                - route:
                    id: %s
                    from:
                      uri: event:order.created
                      steps:
                        - setHeader: {name: id, expression: {jq: {expression: .id, resultType: java.lang.String}}}
                        - setHeader: {name: color, expression: {jq: {expression: .color, resultType: java.lang.String}}}
                        - removeHeaders: {pattern: Sealpost*}
                        - %s
                        %s
                """.formatted(id, call, step.startsWith("Camel") ? "- to: {uri: '{{vendor}}'}" : "");
    }

    private static String xml(String id, String step, String uri) {
        String call =
                switch (step) {
                    case "toD" -> "<toD id='call' uri='%s'/>".formatted(uri);
                    case "CamelHttpPath" ->
                        "<setHeader id='call' name='CamelHttpPath'><simple>items/${header.id}</simple></setHeader><to uri='{{vendor}}'/>";
                    case "CamelHttpUri" ->
                        "<setHeader id='call' name='CamelHttpUri'><simple>%s</simple></setHeader><to uri='{{vendor}}'/>"
                                .formatted(uri);
                    default -> "<%s id='call'><simple>%s</simple></%s>".formatted(step, uri, step);
                };
        return """
                <routes>
                  <route id="%s">
                    <from uri="event:order.created"/>
                    <setHeader name="id"><jq resultType="java.lang.String">.id</jq></setHeader>
                    <setHeader name="color"><jq resultType="java.lang.String">.color</jq></setHeader>
                    <removeHeaders pattern="Sealpost*"/>
                    %s
                  </route>
                </routes>
                """.formatted(id, call);
    }

    @AfterAll
    void stop() {
        app.close();
        vendor.close();
    }

    private AttemptOutcome outcome(String route, String id, String color) throws Exception {
        byte[] payload = new ObjectMapper().writeValueAsBytes(Map.of("id", id, "color", color));
        Event event = new Event(
                new EventId("msg_1"),
                EventCamel.ACME,
                Instant.parse("2026-11-24T09:59:59.5Z"),
                Labels.of(new EventType("order.created")),
                Content.json(payload));
        return app.attempt(route, event).outcome();
    }

    private Stream<String> hostile() {
        return Stream.of(
                "{{file:" + secretFile + "}}",
                "{{env:PATH}}",
                "{{slack.access-token}}",
                "{{?slack.access-token}}",
                "%7B%7Bslack.access-token%7D%7D",
                "x?clientConnectionManager=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager"
                        + "&proxyHost=127.0.0.1&proxyPort=9&z=",
                "x?httpClient.a=b&client-connection-manager=#class:java.lang.Object",
                "x?component.followRedirects=true",
                "RAW({{slack.access-token}})",
                "${properties:slack.access-token}",
                "$simple{properties:slack.access-token}",
                "#class:java.lang.Object",
                "../../admin",
                "a/../../admin",
                "..;/admin",
                "%2e%2e/admin",
                "..",
                "@127.0.0.1:9/",
                "x\r\nX-Evil: 1",
                "x\u0000",
                "file:" + secretFile,
                "bean:x",
                "class:java.lang.Object",
                "log:x?showAll=true",
                "language:simple:${properties:slack.access-token}",
                "event:order.created?application=acme",
                "direct:webhook-delivery",
                "kamelet:slack-message-sink",
                "https://user:pw@example.com/",
                "http://169.254.169.254\\@example.com/",
                "direct:a,log:x",
                "https://example.com/?proxyHost=127.0.0.1",
                "https://example.com/?%70roxyHost=127.0.0.1",
                "https://example.com/?a=b%26proxyHost=127.0.0.1",
                "https://example.com/?a=b%2526proxyHost=127.0.0.1",
                "https://example.com/{{slack.access-token}}");
    }

    private Stream<Arguments> templates() {
        return FORMS.stream().flatMap(form -> TEMPLATES.stream().map(step -> Arguments.of(form, step)));
    }

    private Stream<Arguments> wholes() {
        return FORMS.stream()
                .flatMap(form -> Stream.concat(WHOLE.stream(), Stream.of("dynamicRouter", "pollEnrich"))
                        .map(step -> Arguments.of(form, step)));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void keepsAValueInItsPlace(String form, String step) throws Exception {
        for (String value : hostile().toList()) {
            int before = vendor.calls().size();

            AttemptOutcome outcome = outcome(id(form, step, "template"), value, "red");

            List<VendorServer.Call> calls =
                    vendor.calls().subList(before, vendor.calls().size());
            assertThat(calls)
                    .as(value)
                    .allSatisfy(call -> assertThat(call.uri())
                            .matches("/items/[A-Za-z0-9._~%@:&,()-]+([?]color=red)?")
                            .doesNotContain(SECRET)
                            .doesNotMatch(".*/[.]+([?].*)?"));
            if (calls.isEmpty()) {
                requireRefusal(outcome, value, id(form, step, "template"));
            } else {
                assertThat(outcome).as(value).isEqualTo(new Succeeded());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void keepsAValueInItsParameter(String form, String step) throws Exception {
        Stream<String> more = Stream.of(
                "a&proxyHost=127.0.0.1", "a%26proxyHost=127.0.0.1", "a)&proxyHost=127.0.0.1", "RAW{a}&proxyHost=x");
        for (String value : Stream.concat(hostile(), more).toList()) {
            int before = vendor.calls().size();

            AttemptOutcome outcome = outcome(id(form, step, "template"), "1", value);

            List<VendorServer.Call> calls =
                    vendor.calls().subList(before, vendor.calls().size());
            assertThat(calls)
                    .as(value)
                    .allSatisfy(call -> assertThat(call.uri())
                            .matches("/items/1([?]color=[^&#?]+)?")
                            .doesNotContain(SECRET));
            if (calls.isEmpty()) {
                requireRefusal(outcome, value, id(form, step, "template"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void acceptsFewFormsOfAWholeUri(String form, String step) throws Exception {
        // The HTTP client reads the query as a query, not as Camel options.
        Stream<String> values = step.equals("CamelHttpUri")
                ? hostile().filter(value -> !value.startsWith("https://example.com/?"))
                : hostile();
        for (String value : values.toList()) {
            int before = vendor.calls().size();

            AttemptOutcome outcome = outcome(id(form, step, "whole"), value, "red");

            assertThat(vendor.calls()).hasSize(before);
            requireRefusal(outcome, value, id(form, step, "whole"));
        }
    }

    private static void requireRefusal(AttemptOutcome outcome, String value, String route) {
        assertThat(outcome).as(value).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.isFinal()).as(failed.reason()).isTrue();
            assertThat(failed.reason())
                    .contains("step call")
                    .contains("of route " + route)
                    .doesNotContain(SECRET);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "42, red, /items/42?color=red",
        "a b/c?d=e&f#g%41+ü, '#fff&a=b', /items/a%20b%2Fc%3Fd%3De%26f%23g%2541%2B%C3%BC?color=%23fff%26a%3Db",
        "gid://shop/Order/1, 1+1, /items/gid%3A%2F%2Fshop%2FOrder%2F1?color=1%2B1"
    })
    void sendsEveryCharacterOfAValue(String id, String color, String uri) throws Exception {
        for (String form : FORMS) {
            for (String step : List.of("toD", "enrich", "CamelHttpUri")) {
                assertThat(outcome(id(form, step, "template"), id, color))
                        .as(step)
                        .isEqualTo(new Succeeded());
                assertThat(vendor.calls().getLast().uri()).as(step).isEqualTo(uri);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CamelHttpUri, '{{slack.access-token}}'", "camelhttpuri, '{{file:x}}'", "CamelHttpPath, a/../b"})
    void checksHeadersOfAnyOrigin(String name, String value) throws Exception {
        String id = "script-" + name + value.hashCode();
        app.camel.getRegistry().bind("script", (Processor)
                exchange -> exchange.getMessage().setHeader(name, value));
        String file = """
                - route:
                    id: %s
                    from:
                      uri: event:order.created
                      steps:
                        - process: {ref: script}
                        - to: {id: call, uri: '{{vendor}}'}
                """.formatted(id);
        app.load("routes/script.camel.yaml", file);

        requireRefusal(outcome(id, "1", "red"), value, id);
    }

    @Test
    void callsAnAllowedAddressInAnEvent() throws Exception {
        for (String form : FORMS) {
            for (String step : WHOLE) {
                assertThat(outcome(id(form, step, "whole"), vendor.url() + "/callback?token=a-b&x=1", ""))
                        .as(step)
                        .isEqualTo(new Succeeded());
                assertThat(vendor.calls().getLast().uri()).as(step).isEqualTo("/callback?token=a-b&x=1");
            }
        }
    }

    @Test
    void publishesATypeInAnEvent() throws Exception {
        for (String form : FORMS) {
            assertThat(outcome(id(form, "recipientList", "whole"), "event:order.copied,event:order.seen", ""))
                    .isEqualTo(new Succeeded());
        }

        assertThat(app.publisher.published)
                .extracting(event -> event.labels().type().name())
                .containsExactly("order.copied", "order.seen", "order.copied", "order.seen");
    }
}
