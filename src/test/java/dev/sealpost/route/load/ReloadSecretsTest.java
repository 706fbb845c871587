package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secret files {@code {{file:…}}} that change while the files that refer to them do not. */
class ReloadSecretsTest {

    private static final String SENDS = """
            - route:
                id: sends
                from:
                  uri: event:order.*
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: SECRET
                    - to:
                        uri: event:stock.reserved
            """;

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: shop-sink
            spec:
              definition:
                title: Shop Sink
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: '"with {{shop.token}}"'
            """;

    private static final String CALLS = """
            - route:
                id: calls
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: kamelet:shop-sink
                    - to:
                        uri: event:stock.reserved
            """;

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    private Path secret = Path.of(".");

    @BeforeEach
    void writeFiles() throws Exception {
        secret = Files.writeString(rig.home.resolve("secret"), "first-secret\n");
        rig.file("routes/sends.camel.yaml", SENDS.replace("SECRET", "'\"{{file:" + secret + "}}\"'"));
        rig.file("routes/other.camel.yaml", RouteFilesRig.ORDERS);
    }

    private String sent(String route) {
        assertThat(rig.attempt(route).outcome()).isEqualTo(new Succeeded());
        return rig.lastPublished();
    }

    @Test
    void reloadsTheRoutesThatUseAChangedSecret() throws Exception {
        rig.reload.load();
        assertThat(sent("sends")).isEqualTo("first-secret");
        var other = rig.app.camel.getRoute("orders");
        Files.writeString(secret, "other-secret\n"); // has the same size

        rig.reload.reloadChanged();
        assertThat(sent("sends")).as("it may still be being written").isEqualTo("first-secret");
        rig.reload.reloadChanged();

        assertThat(sent("sends")).isEqualTo("other-secret");
        assertThat(rig.app.camel.getRoute("orders")).isSameAs(other);
    }

    @Test
    void reloadsTheRoutesThatUseAChangedSecretIndirectly() throws Exception {
        rig.configure("shop.token", "{{file:" + secret + "}}");
        rig.file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        rig.file("routes/calls.camel.yaml", CALLS);
        rig.reload.load();
        assertThat(sent("calls")).isEqualTo("with first-secret");

        Files.writeString(secret, "second-secret\n");
        rig.settle();

        assertThat(sent("calls")).isEqualTo("with second-secret");
    }

    @Test
    void keepsARouteWhoseSecretIsMissing() throws Exception {
        rig.reload.load();
        Files.delete(secret);
        rig.settle();

        assertThat(sent("sends")).isEqualTo("first-secret");
        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/sends.camel.yaml:9:")
                        .contains("the file does not exist"));

        Files.writeString(secret, "second-secret\n");
        rig.settle();

        assertThat(sent("sends")).isEqualTo("second-secret");
        assertThat(rig.problems.all()).isEmpty();
    }
}
