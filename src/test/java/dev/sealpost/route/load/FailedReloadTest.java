package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.route.load.RouteFileStatus.FileState;
import java.nio.file.Files;
import java.util.Collection;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reloads that fail: the previous routes keep running. */
class FailedReloadTest {

    private static final String BROKEN = RouteFilesRig.ORDERS.replace("- to:", "- too:");

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @Test
    void keepsTheRouteOfAFileWhileItIsInvalid() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        rig.file("routes/orders.camel.yaml", BROKEN);

        rig.settle();

        assertThat(rig.attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(rig.problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("routes/orders.camel.yaml");
            assertThat(problem.line()).hasValue(7);
        });
        assertThat(rig.status("routes/orders.camel.yaml").state()).isEqualTo(FileState.OUTDATED);
        RouteFilesHealthIndicator health = new RouteFilesHealthIndicator(rig.problems);
        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.health().getDetails().toString()).contains("routes/orders.camel.yaml:7:");

        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS.replace("stock.reserved", "stock.gone"));
        rig.settle();
        assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.status("routes/orders.camel.yaml").state()).isEqualTo(FileState.RUNNING);
        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void keepsAllRoutesWhenTheFolderIsMissing() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        Files.move(rig.home.resolve("routes"), rig.home.resolve("elsewhere"));

        rig.settle();

        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.READY);
        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("routes has disappeared"));
        Files.move(rig.home.resolve("elsewhere"), rig.home.resolve("routes"));
        rig.settle();
        assertThat(rig.problems.all()).isEmpty();
    }

    @Test
    void changesNothingWhileTheDatabaseCannotBeWritten() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        rig.databaseDown = true;
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS.replace("stock.reserved", "stock.gone"));

        rig.settle();

        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        rig.databaseDown = false;
        rig.reload.reloadChanged();
        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void restoresTheLastValidContentWhenAReloadFails() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        // This step fails only when it starts in the running context, so the check finds no problem.
        rig.app.camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                routes.stream()
                        .filter(route -> String.valueOf(route.getDescription()).contains("refused"))
                        .forEach(route -> {
                            throw new IllegalStateException("nobody answers");
                        });
            }
        });
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS.replace("what is reserved", "what is refused"));

        rig.settle();
        rig.settle();

        assertThat(rig.attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(rig.status("routes/orders.camel.yaml").state()).isEqualTo(FileState.OUTDATED);
        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("nobody answers"));
    }

    @Test
    void keepsARouteWhenAnotherFileUsesItsId() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        rig.file("routes/a-copy.camel.yaml", RouteFilesRig.ORDERS.replace("stock.reserved", "stock.gone"));

        rig.settle();

        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        assertThat(rig.problems.all())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString())
                                .startsWith(
                                        "routes/a-copy.camel.yaml:1: the route id orders is already used in routes/orders.camel.yaml"));
    }
}
