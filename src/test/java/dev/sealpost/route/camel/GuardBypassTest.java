package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.egress.AddressGuard;
import dev.sealpost.route.VendorServer;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
import dev.sealpost.route.check.FailedStep;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ObjectMessage;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.log.LogComponent;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 21: no option, resource or document of a route opens a connection that bypasses the address guard. */
@Timeout(60)
class GuardBypassTest {

    private final EventCamel app = new EventCamel();

    private Path folder = Path.of(".");
    private VendorServer vendor;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        folder = home;
        vendor = new VendorServer();
        vendor.answers(200, "<x/>");
    }

    @AfterEach
    void close() {
        app.close();
        vendor.close();
    }

    private String route(String id, String step) {
        return "- route:\n    id: %s\n    from:\n      uri: event:order.*\n      steps:\n        - %s\n"
                .formatted(id, step.replace("VENDOR", vendor.url()).replace("FOLDER", folder.toString()));
    }

    private List<RouteFileProblem> check(String step) {
        RouteFileContent file = new RouteFileContent.FileContent(
                "routes/a.camel.yaml", route("a", step).getBytes(StandardCharsets.UTF_8));
        Map<String, CheckedFile> checked = new CheckFiles(app.environment()).check(List.of(), List.of(file));
        return Objects.requireNonNull(checked.get("routes/a.camel.yaml")).problems();
    }

    private void load(String step) throws Exception {
        app.load("routes/b.camel.yaml", route("b", step));
    }

    private AttemptOutcome attempt() {
        return app.attempt("b", EventCamel.anEvent("msg_1")).outcome();
    }

    private static String http(String options) {
        return "to: {uri: '" + "VENDOR/x?" + options + "'}";
    }

    /** Returns the text of the exception or of the outcome. */
    private String failure(String step) {
        try {
            load(step);
        } catch (Exception e) {
            return FailedStep.of(e, List.of()).causes().toString();
        }
        return attempt() instanceof Failed failed ? failed.reason() : "succeeded";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clientConnectionManager=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager",
                "client-connection-manager=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager",
                "CLIENTCONNECTIONMANAGER=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager",
                "client%43onnectionManager=#class:org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager",
                "oauth2ClientId=a&oauth2ClientSecret=b&oauth2TokenEndpoint=VENDOR/token",
                "oauth2-client-id=a&oauth2-client-secret=b&oauth2-token-endpoint=VENDOR/token",
                "component.followRedirects=true",
                "component.useSystemProperties=true",
                "camelContext.tracing=true"
            })
    void refusesOptionsThatWouldBypassTheGuard(String options) {
        String name = options.replaceFirst("^.*[&]", "")
                .replaceFirst("[=].*", "")
                .replaceFirst("^client-c.*", "clientConnectionManager")
                .replaceFirst("^oauth2-.*", "oauth2TokenEndpoint");

        assertThat(check(http(options)).toString())
                .containsIgnoringCase("the option " + name.replace("%43", "C"))
                .contains("delete it");
        assertThat(failure(http(options)))
                .containsIgnoringCase("the option " + name.replace("%43", "C"))
                .contains("delete it");
        assertThat(vendor.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log:x?component.followRedirects=true",
                "log:x?component.exchangeFormatter=#class:java.lang.Object",
                "file:x?camelContext.tracing=true",
                "direct:x?component.block=false",
                "sql:select 1?component.usePlaceholder=false"
            })
    void refusesOptionsOfSharedObjects(String uri) {
        assertThat(check("to: {uri: '" + uri + "'}")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setBody: {expression: {simple: {expression: 'resource:VENDOR/x'}}}",
                "setBody: {expression: {jq: {expression: 'resource:VENDOR/x'}}}",
                "setBody: {expression: {xpath: {expression: 'resource:VENDOR/x'}}}",
                "setBody: {expression: {constant: {expression: 'resource:VENDOR/x'}}}",
                "to: {uri: 'xslt:VENDOR/x.xsl'}",
                "to: {uri: 'validator:VENDOR/x.xsd'}",
                "to: {uri: 'language:simple:resource:VENDOR/x'}",
                "to: {uri: 'language:simple', parameters: {resourceUri: 'VENDOR/x'}}",
                "to: {uri: 'kamelet:far-sink?location=VENDOR/far-sink.kamelet.yaml'}",
                "toD: {uri: 'xslt:VENDOR/${header.SealpostEventId}.xsl'}",
                "toD: {uri: 'language:simple:resource:VENDOR/${header.SealpostEventId}'}",
                "script: {expression: {simple: {expression: 'resource:VENDOR/x'}}}",
                "choice: {when: [{expression: {simple: {expression: 'resource:VENDOR/x'}}, steps: [{log: x}]}]}"
            })
    void loadsNoResourceFromAUrl(String step) {
        assertThat(failure(step)).isNotEqualTo("succeeded");
        if (!step.startsWith("toD")) {
            assertThat(check(step)).isNotEmpty();
        }
        assertThat(vendor.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                        + "<xsl:import href='VENDOR/y.xsl'/></xsl:stylesheet>",
                "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                        + "<xsl:template match='/'><xsl:copy-of select=\"document('VENDOR/y.xml')\"/></xsl:template></xsl:stylesheet>",
                "<!DOCTYPE x SYSTEM 'VENDOR/x.dtd'><xsl:stylesheet version='1.0'"
                        + " xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>"
            })
    void followsNoUrlInAStyleSheet(String sheet) throws Exception {
        Files.writeString(folder.resolve("x.xsl"), sheet.replace("VENDOR", vendor.url()));

        String unused = failure(
                "setBody: {expression: {constant: {expression: '<a/>'}}}\n        - to: {uri: 'xslt:file:FOLDER/x.xsl'}");

        assertThat(vendor.calls()).as(unused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setBody: {expression: {xpath: {expression: /x}}}",
                "to: {uri: 'xslt:file:FOLDER/copy.xsl'}",
                "to: {uri: 'validator:file:FOLDER/any.xsd'}",
                "split: {expression: {xpath: {expression: /x}}, steps: [{log: x}]}",
                "convertBodyTo: {type: org.w3c.dom.Document}",
                "convertBodyTo: {type: javax.xml.transform.dom.DOMSource}",
                "convertBodyTo: {type: javax.xml.stream.XMLStreamReader}"
            })
    void followsNoUrlInAnEvent(String step) throws Exception {
        Files.writeString(
                folder.resolve("copy.xsl"),
                "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                        + "<xsl:template match='/'><xsl:copy-of select='.'/></xsl:template></xsl:stylesheet>");
        Files.writeString(
                folder.resolve("any.xsd"),
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='x'/></xs:schema>");
        Path secret = Files.writeString(folder.resolve("secret"), "top-s3cret-value");
        String body = "<!DOCTYPE x SYSTEM \"" + vendor.url() + "/x.dtd\" [<!ENTITY a SYSTEM \"" + vendor.url()
                + "/a\"><!ENTITY b SYSTEM \"file:" + secret + "\"><!ENTITY % c SYSTEM \"" + vendor.url()
                + "/c\">%c;]><x xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\""
                + vendor.url() + "/s.xsd\">&a;&b;</x>";
        load("setBody: {expression: {constant: {expression: '" + body + "'}}}\n        - " + step
                + "\n        - to: {uri: 'mock:end'}");

        String outcome = attempt().toString();

        assertThat(vendor.calls()).as(outcome).isEmpty();
        assertThat(outcome).doesNotContain("top-s3cret");
        app.camel
                .getEndpoint("mock:end", org.apache.camel.component.mock.MockEndpoint.class)
                .getExchanges()
                .forEach(exchange -> assertThat(
                                String.valueOf(exchange.getMessage().getBody(String.class)))
                        .doesNotContain("top-s3cret"));
    }

    @Test
    void readsNoJavaObjectOfAnotherBroker() {
        app.camel.getRegistry().bind("broker", ConnectionFactory.class, new JmsConnectionFactory());
        JmsEndpoint endpoint = app.camel.getEndpoint("amqp:x?connectionFactory=#broker", JmsEndpoint.class);
        ObjectMessage message = (ObjectMessage) Proxy.newProxyInstance(
                GuardBypassTest.class.getClassLoader(),
                new Class<?>[] {ObjectMessage.class},
                (proxy, method, given) -> {
                    throw new AssertionError("reads " + method.getName());
                });

        assertThatThrownBy(() -> endpoint.getBinding().extractBodyFromJms(endpoint.createExchange(), message))
                .hasMessageContaining("contains a Java object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "SealpostApplication", "kafka.OVERRIDE_TOPIC", "Authorization"})
    void letsNoControllingHeaderInFromKafka(String header) {
        KafkaEndpoint endpoint = app.camel.getEndpoint("kafka:x?brokers=127.0.0.1:1", KafkaEndpoint.class);

        assertThat(endpoint.getConfiguration()
                        .getHeaderFilterStrategy()
                        .applyFilterToExternalHeaders(header, "x", endpoint.createExchange()))
                .isTrue();
    }

    /** Stands for the jar in lib/: a path would be open to requests without a token. */
    @Test
    void opensNoPathOfTheHttpServer() {
        app.camel.addComponent("platform-http", new LogComponent());

        assertThat(failure("to: {uri: 'platform-http:/x'}")).contains("would open a path", "POST /in/");
    }

    /** A proxy does not check addresses itself. */
    @Test
    void sendsNoBlockedAddressToAProxy() throws Exception {
        app.camel.getRegistry().bind("guard", AddressGuard.allowing(List.of()));
        String proxied = "throwExceptionOnFailure=false&proxyHost=127.0.0.1&proxyPort="
                + vendor.url().replaceFirst(".*:", "");
        String header = "setHeader: {name: to, expression: {constant: {expression: '169.254.169.254'}}}\n        - ";

        assertThat(failure(header + "toD: {uri: 'http://${header.to}/latest?" + proxied + "'}"))
                .contains("must not point to 169.254.169.254");
        assertThat(vendor.calls()).isEmpty();
    }
}
