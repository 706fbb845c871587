package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.connector.ConnectorCatalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults 20 and 21: the values allowed in a URI depend on their place, not on the steps that set them. */
@TestInstance(Lifecycle.PER_CLASS)
class UriValuesTest {

    private static final String SECRET = "top-s3cret-value";
    private static final List<String> HOSTILE = List.of(
            "{{slack.access-token}}",
            "${properties:slack.access-token}",
            "RAW({{slack.access-token}})",
            "#bean:secret",
            "#class:java.lang.Object",
            "x?proxyHost=127.0.0.1",
            "x&bridgeEndpoint=true",
            "../admin",
            "..\\admin",
            "%2e%2e%2fadmin",
            "@127.0.0.1/",
            "//127.0.0.1/",
            "x\r\nX-Evil: 1",
            "x%0d%0aX-Evil: 1");

    private final EventCamel app = new EventCamel();
    private VendorServer vendor;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        vendor = new VendorServer();
        Properties configuration = new Properties();
        configuration.setProperty("slack.access-token", SECRET);
        configuration.setProperty("vendor", vendor.url());
        app.camel.getPropertiesComponent().setInitialProperties(configuration);
        app.camel.getRegistry().bind("secret", SECRET);
        Path connector = Files.writeString(folder.resolve("vendor-sink.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: vendor-sink}
                spec:
                  definition: {title: Vendor, properties: {item: {title: Item, type: string}}}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - toD: {uri: '{{vendor}}/items/{{item}}'}
                """);
        PluginHelper.getRoutesLoader(app.camel)
                .loadRoutes(ResourceHelper.fromBytes(
                        "file:connectors/vendor-sink.kamelet.yaml", Files.readAllBytes(connector)));
        ConnectorCatalog.of(app.camel).put(ReadConnector.read(Files.readString(connector)));
        load(
                "sub",
                "from:\n      uri: direct:sub\n      steps:\n        - toD: {uri: '{{vendor}}/items/${header.id}'}");
        load("node", "from:\n      uri: direct:webhook-delivery\n      steps:\n        - to: '{{vendor}}/webhook'");
    }

    @AfterAll
    void close() {
        app.close();
        vendor.close();
    }

    private void load(String id, String rest) throws Exception {
        String text = "- route:\n    id: " + id + "\n    " + rest + "\n";
        app.reload("routes/" + id + ".camel.yaml", text);
    }

    private AttemptOutcome run(String steps, String id) throws Exception {
        load(
                "r",
                "from:\n      uri: event:order.*\n      steps:\n"
                        + "        - setHeader: {name: id, expression: {jq: {expression: .id, resultType: java.lang.String}}}\n"
                        + "        - " + steps);
        byte[] payload = new ObjectMapper().writeValueAsBytes(Map.of("id", id));
        return app.attempt(
                        "r",
                        new Event(
                                new EventId("msg_1"),
                                EventCamel.ACME,
                                Instant.parse("2026-11-24T09:59:59.5Z"),
                                Labels.of(new EventType("order.created")),
                                Content.json(payload)))
                .outcome();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setVariable: {name: id, expression: {simple: {expression: '${header.id}'}}}\n"
                        + "        - toD: {uri: '{{vendor}}/items/${variable.id}'}",
                "setProperty: {name: id, expression: {simple: {expression: '${header.id}'}}}\n"
                        + "        - toD: {uri: '{{vendor}}/items/${exchangeProperty.id}'}",
                "setHeader: {name: path, expression: {simple: {expression: 'items/${header.id}'}}}\n"
                        + "        - toD: {uri: '{{vendor}}/items/${header.path}'}",
                "setBody: {expression: {simple: {expression: '${header.id}'}}}\n"
                        + "        - toD: {uri: '{{vendor}}/items/${body}'}",
                "toD: {uri: '{{vendor}}/items/$simple{header.id}'}",
                "toD: {uri: '{{vendor}}/items/${headers[id]}'}",
                "toD: {uri: '{{vendor}}/items/${header.id.trim()}'}",
                "to: {uri: 'direct:sub'}",
                "toD: {uri: 'kamelet:vendor-sink?item=${header.id}'}",
                "enrich: {expression: {simple: {expression: '${header.id}'}}, ignoreInvalidEndpoint: true}",
                "to: {uri: 'kamelet:vendor-sink', parameters: {item: '${header.id}'}}",
                "wireTap: {uri: '{{vendor}}/items/${header.id}'}",
                "setHeader: {name: CamelHttpQuery, expression: {simple: {expression: 'id=${header.id}'}}}\n"
                        + "        - to: {uri: '{{vendor}}/items/1'}",
                "setHeader: {name: CamelHttpRawQuery, expression: {simple: {expression: 'id=${header.id}'}}}\n"
                        + "        - to: {uri: '{{vendor}}/items/1'}",
                "setHeaders: {headers: [{name: camelhttppath, expression: {simple: {expression: 'items/${header.id}'}}}]}\n"
                        + "        - to: {uri: '{{vendor}}'}",
                "split: {expression: {simple: {expression: '${header.id}'}}, delimiter: '|', steps: [{toD: {uri: '{{vendor}}/items/${body}'}}]}",
                "doTry: {steps: [{toD: {uri: '{{vendor}}/items/${header.id}'}}], doCatch: [{exception: [java.io.FileNotFoundException], steps: [{log: {message: x}}]}]}",
                "loop: {expression: {constant: {expression: '1'}}, steps: [{toD: {uri: '{{vendor}}/items/${header.id}'}}]}",
                "multicast: {steps: [{toD: {uri: '{{vendor}}/items/${header.id}'}}]}",
                "toD: {uri: '{{vendor}}/items/${header.id}', ignoreInvalidEndpoint: true}",
                "recipientList: {expression: {simple: {expression: '{{vendor}}/items/${header.id}'}}, ignoreInvalidEndpoints: true}",
                "enrich: {expression: {simple: {expression: '{{vendor}}/items/${header.id}'}}, ignoreInvalidEndpoint: true}",
                "routingSlip: {expression: {simple: {expression: '{{vendor}}/items/${header.id}'}}, ignoreInvalidEndpoints: true}"
            })
    void keepsAValueInItsPlace(String steps) throws Exception {
        for (String value : HOSTILE) {
            int before = vendor.calls().size();

            AttemptOutcome outcome = run(steps, value);

            List<VendorServer.Call> calls =
                    vendor.calls().subList(before, vendor.calls().size());
            assertThat(calls)
                    .as(value)
                    .allSatisfy(call -> assertThat(call.uri())
                            .matches("/items/[A-Za-z0-9._~%@:&=,()-]+([?]id=[^&#?]+)?")
                            .doesNotContain(SECRET)
                            .doesNotContainIgnoringCase("%0d"));
            assertThat(calls).allSatisfy(call -> assertThat(call.headers()).doesNotContainKey("X-Evil"));
            if (calls.isEmpty()) {
                assertThat(outcome).as(value).isNotEqualTo(new Succeeded());
            }
            assertThat(outcome.toString()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1.example${header.id}/x     | .evil.example
            http://127.0.0.1.example${header.id}/x     | evil.example
            http://127.0.0.1.example${header.id}       | m
            http://api-${header.id}/x                  | x.evil.example
            http://127.0.0.1:${header.id}/x            | 80.evil.example
            http://127.0.0.1:9${header.id}/x           | @evil.example
            http://${header.id}.shop.example/x         | evil.example/
            http://${header.id}.shop.example/x         | evil.example#
            http://${header.id}.shop.example/x         | evil.example?
            http://${header.id}.shop.example/x         | a@evil.example
            http://${header.id}.shop.example/x         | evil\\
            http://${header.id}/x                      | 127。0。0。1
            http://${header.id}/x                      | a@127.0.0.1
            http://${header.id}/x                      | [::1]
            direct:${header.id}                        | webhook-delivery
            direct:web${header.id}                     | hook-delivery
            direct:${header.id}                        | sub?block=false
            kamelet:vendor-sink?item=${header.id}      | a/b
            kamelet:vendor-sink?item=${header.id}      | ..
            kamelet:vendor-sink/${header.id}           | a?item=b
            event:${header.id}                         | order.created?application=acme
            log:x?marker=${header.id}                  | a&showAll=true
            file:out?fileName=${header.id}             | ../x
            file:out?fileName=${header.id}             | /etc/x
            file:${header.id}                          | /etc
            bean:${header.id}                          | secret
            class:${header.id}                         | java.lang.Object
            sql:select 1 where 1=${header.id}          | 1 or 1=1
            language:simple:${header.id}               | ${properties:slack.access-token}
            xslt:${header.id}                          | http://127.0.0.1/x.xsl
            ${header.id}:x                             | bean
            kafka:orders?brokers=${header.id}          | evil.example
            kafka:orders?saslJaasConfig=${header.id}   | x
            jms:orders?connectionFactory=${header.id}  | x
            ftp:user@${header.id}/in                   | evil.example
            sftp:${header.id}/in                       | evil.example
            sftp:files.example/in?username=${header.id} | root
            log:x?proxyHost=${header.id}               | evil.example
            """)
    void refusesAValueThatDoesNotFitItsPlace(String uri, String value) throws Exception {
        int before = vendor.calls().size();

        AttemptOutcome outcome = run("toD: {uri: '" + uri + "'}", value);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.isFinal()).as(failed.reason()).isTrue());
        assertThat(vendor.calls()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.${header.id}:PORT/x         | 1
            http://127.0.0.1:${header.id}/x            | PORT
            http://${header.id}/x                      | 127.0.0.1:PORT
            direct:s${header.id}                       | ub
            kamelet:vendor-${header.id}?item=a-1       | sink
            """)
    void acceptsAValueThatFitsItsPlace(String uri, String value) throws Exception {
        String port = vendor.url().replaceFirst(".*:", "");
        int before = vendor.calls().size();

        assertThat(run("toD: {uri: '" + uri.replace("PORT", port) + "'}", value.replace("PORT", port)))
                .isEqualTo(new Succeeded());
        assertThat(vendor.calls()).hasSize(before + 1);
    }

    /** Each set of parameters of a connector creates a route, so a parameter from an event would leave a route behind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kamelet:vendor-sink?item=${header.id}",
                "kamelet:vendor-sink/${header.id}?item=1",
                "connector:vendor?item=${header.id}",
                "connector:vendor-sink?item=${header.id}",
                "connector://vendor?item=${header.id}"
            })
    void createsNoRouteForEachEvent(String uri) throws Exception {
        int before = app.camel.getRoutes().size();

        assertThat(run("toD: {uri: '" + uri + "'}", "a").toString()).contains("parameter of a connector");

        assertThat(app.camel.getRoutes()).hasSize(before);
    }

    /** Simple resolves placeholders in a value when it calls a method of the value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${header.id.trim()}",
                "${header.id.toString}",
                "${headers.id.concat('x')}",
                "${variable.id.trim()}",
                "${exchangeProperty.id.trim()}",
                "${body.trim()}",
                "${bodyAs(String).trim()}",
                "${header.id.trim().concat('x')}",
                "${header.id[0]}",
                "${trim(${header.id})}",
                "${replace(a,b,${header.id})}",
                "${iif(${header.id} == 'x','a',${header.id})}",
                "${header.${header.name}}"
            })
    void treatsAValueNeitherAsPlaceholderNorAsBean(String expression) throws Exception {
        String steps = "setVariable: {name: id, expression: {simple: {expression: '${header.id}'}}}\n"
                + "        - setProperty: {name: id, expression: {simple: {expression: '${header.id}'}}}\n"
                + "        - setHeader: {name: name, expression: {constant: {expression: id}}}\n"
                + "        - setBody: {expression: {simple: {expression: '${header.id}'}}}\n"
                + "        - setBody: {expression: {simple: {expression: \"" + expression + "\"}}}\n"
                + "        - setHeader: {name: Content-Type, expression: {constant: {expression: text/plain}}}\n"
                + "        - to: {uri: event:stock.reserved}";
        for (String value : List.of(
                "{{slack.access-token}}",
                "#secret",
                "#bean:secret",
                "${properties:slack.access-token}",
                "ref:secret")) {
            int before = app.publisher.published.size();

            AttemptOutcome outcome = run(steps, value);

            assertThat(outcome.toString()).as(value).doesNotContain(SECRET);
            app.publisher
                    .published
                    .subList(before, app.publisher.published.size())
                    .forEach(event -> assertThat(new String(event.payload().bytes(), StandardCharsets.UTF_8))
                            .as(value)
                            .doesNotContainIgnoringCase(SECRET));
        }
    }
}
