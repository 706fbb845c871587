package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.file.Files;
import java.time.Clock;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes that call a connector while it changes. */
class ReloadConnectorsTest {

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: shop-sink
            spec:
              definition:
                title: Shop Sink
                required:
                  - item
                properties:
                  item:
                    title: Item
                    type: string
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: '"one {{item}}"'
            """;

    private static final String CALLER = """
            - route:
                id: caller
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: kamelet:shop-sink
                        parameters:
                          item: bolt
                    - to:
                        uri: event:stock.reserved
            """;

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @Test
    void reloadsTheRoutesThatUseAChangedConnector() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER);
        rig.file("routes/other.camel.yaml", CALLER.replace("id: caller", "id: other"));
        rig.reload.load();
        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");

        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("one {{item}}", "two {{item}}"));
        rig.settle();

        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("two bolt");
        rig.attempt("other");
        assertThat(rig.lastPublished()).isEqualTo("two bolt");
        assertThat(connectorRoutes()).isEqualTo(1);
    }

    /** Camel keeps endpoints, and a connector can become a Kamelet of Camel steps, or cease to be one. */
    @Test
    void followsAConnectorThatBeginsOrCeasesToMakeCalls() throws Exception {
        rig.app
                .camel
                .getRegistry()
                .bind(
                        "calls",
                        new MakeCall.Surroundings(
                                request -> {
                                    throw new IllegalStateException("no request applies");
                                },
                                CredentialLimits.none(),
                                CallLocks.none(),
                                Clock.systemUTC()));
        String calling = CONNECTOR
                .replace(
                        "properties:\n",
                        "properties:\n      baseUrl: {type: string, default: 'https://shop.example'}\n")
                .replace("  template:\n", """
                call:
                  repeat: harmless
                  requests: [{method: GET, url: /, when: 'false'}]
                  output: '("called " + $item) | tojson'
                template:
                """.indent(2));
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER.replace("kamelet:shop-sink", "connector:shop"));
        rig.reload.load();
        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");

        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("one {{item}}", "two {{item}}"));
        rig.settle();
        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("two bolt");

        rig.file("connectors/shop-sink.kamelet.yaml", calling);
        rig.settle();
        assertThat(rig.problems.all()).isEmpty();
        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("called bolt");

        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.settle();
        assertThat(rig.problems.all()).isEmpty();
        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");
    }

    @Test
    void removesTheRoutesOfAConnector() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER);
        rig.file("routes/other.camel.yaml", CALLER.replace("id: caller", "id: other"));
        rig.reload.load();

        Files.delete(rig.home.resolve("routes/caller.camel.yaml"));
        rig.settle();
        rig.attempt("other");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");
        assertThat(connectorRoutes()).isEqualTo(1);

        Files.delete(rig.home.resolve("routes/other.camel.yaml"));
        rig.settle();
        assertThat(connectorRoutes()).isZero();
    }

    private long connectorRoutes() {
        return rig.app.camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()))
                .count();
    }

    @Test
    void keepsAConnectorThatBecomesInvalidAndTheRoutesThatUseIt() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER);
        rig.reload.load();
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("setBody", "setBodi"));

        rig.settle();

        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");
        assertThat(rig.problems.all())
                .extracting(RouteFileProblem::file)
                .containsExactly("connectors/shop-sink.kamelet.yaml");
    }

    @Test
    void keepsARouteWhoseConnectorIsDeleted() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER);
        rig.reload.load();
        Files.delete(rig.home.resolve("connectors/shop-sink.kamelet.yaml"));

        rig.settle();

        rig.attempt("caller");
        assertThat(rig.lastPublished()).isEqualTo("one bolt");
        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/caller.camel.yaml:7:18: there is no connector shop-sink"));
    }

    @Test
    void reportsAMissingParameterOfAConnector() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/caller.camel.yaml", CALLER.replace("item: bolt", "iten: bolt"));

        rig.reload.load();

        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/caller.camel.yaml:7:18: the connector shop-sink requires item"));
    }

    @Test
    void reportsAMistakeInsideAConnector() throws Exception {
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("one {{item}}", "one {{no.such.key}}"));
        rig.file("routes/caller.camel.yaml", CALLER);

        rig.reload.load();

        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString())
                                .startsWith(
                                        "routes/caller.camel.yaml:7:18: in the connector shop-sink: the placeholder {{no.such.key}}"));
    }
}
