package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.load.RouteFileStatus.FileState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes that use a {@code routeConfiguration} while it changes. */
class ReloadConfigurationsTest {

    private static final String SHARED = """
            - routeConfiguration:
                id: handled
                onException:
                  - onException:
                      exception:
                        - java.lang.Exception
                      handled:
                        constant:
                          expression: "true"
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: '"first"'
                        - to:
                            uri: event:order.failed
            """;

    private static final String USER = """
            - route:
                id: user
                routeConfigurationId: handled
                from:
                  uri: event:order.*
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: no
            """;

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @Test
    void reloadsTheRoutesThatUseAChangedConfiguration() throws Exception {
        rig.file("routes/errors.camel.yaml", SHARED);
        rig.file("routes/a-user.camel.yaml", USER);
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        assertThat(rig.problems.all()).isEmpty();
        var orders = rig.app.camel.getRoute("orders");
        assertThat(rig.attempt("user").outcome()).isEqualTo(new Succeeded());
        assertThat(rig.lastPublished()).isEqualTo("first");

        rig.file("routes/errors.camel.yaml", SHARED.replace("first", "second"));
        rig.settle();

        rig.attempt("user");
        assertThat(rig.lastPublished()).isEqualTo("second");
        assertThat(rig.app.camel.getRoute("orders")).isSameAs(orders);
        assertThat(rig.status("routes/errors.camel.yaml").state()).isEqualTo(FileState.RUNNING);
    }

    @Test
    void keepsAConfigurationThatBecomesInvalid() throws Exception {
        rig.file("routes/errors.camel.yaml", SHARED);
        rig.file("routes/a-user.camel.yaml", USER);
        rig.reload.load();
        rig.file("routes/errors.camel.yaml", SHARED.replace("setBody", "setBodi"));

        rig.settle();

        assertThat(rig.attempt("user").outcome()).isEqualTo(new Succeeded());
        assertThat(rig.lastPublished()).isEqualTo("first");
        assertThat(rig.problems.all()).extracting(RouteFileProblem::file).containsExactly("routes/errors.camel.yaml");
    }

    @Test
    void reportsAnUnknownConfiguration() throws Exception {
        rig.file("routes/a-user.camel.yaml", USER);

        rig.reload.load();

        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/a-user.camel.yaml:1: there is no routeConfiguration handled"));
    }
}
