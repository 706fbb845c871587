package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.file.DeployedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files of a deployment take the place of all files, or of none. */
class ReplaceFilesTest {

    private static final String OTHER = """
            - route:
                id: %s
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: event:%s
            """;

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    private DeployedFiles deployed(Path folder, String... files) throws Exception {
        for (int i = 0; i < files.length; i += 2) {
            Files.createDirectories(folder.resolve("routes"));
            Files.writeString(folder.resolve(files[i]), files[i + 1]);
        }
        Files.writeString(folder.resolve("routes/webhook-delivery.camel.yaml"), RouteFilesRig.WEBHOOK_DELIVERY);
        return DeployedFiles.read(1, folder);
    }

    private String published(String route) {
        rig.attempt(route);
        return rig.app.publisher.published.getLast().type().name();
    }

    @Test
    void replacesAllFilesUntilThoseOfTheHomeAreUsedAgain(@TempDir Path folder) throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();

        assertThat(rig.reload.replace(deployed(folder, "routes/a.camel.yaml", OTHER.formatted("other", "a.b"))))
                .isEmpty();
        assertThat(rig.app.camel.getRoute("orders")).isNull();
        assertThat(published("other")).isEqualTo("a.b");
        assertThat(rig.reload.deployment()).contains(1L);

        // Neither changes of the home nor of the folder matter.
        rig.file("routes/b.camel.yaml", OTHER.formatted("b", "b"));
        Files.writeString(folder.resolve("routes/a.camel.yaml"), OTHER.formatted("other", "changed"));
        rig.settle();
        assertThat(rig.app.camel.getRoute("b")).isNull();
        assertThat(published("other")).isEqualTo("a.b");

        rig.reload.useHome();
        assertThat(rig.app.camel.getRoute("other")).isNull();
        assertThat(published("orders")).isEqualTo("stock.reserved");
        assertThat(published("b")).isEqualTo("b");
    }

    @Test
    void replacesNothingIfOneFileIsInvalid(@TempDir Path folder) throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();

        assertThat(rig.reload.replace(deployed(
                        folder,
                        "routes/a.camel.yaml",
                        OTHER.formatted("other", "a.b"),
                        "routes/b.camel.yaml",
                        OTHER.formatted("b", "b").replace("- to:", "- too:"))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("routes/b.camel.yaml:6:"));

        assertThat(rig.app.camel.getRoute("other")).isNull();
        assertThat(published("orders")).isEqualTo("stock.reserved");
        assertThat(rig.reload.deployment()).isEmpty();
        assertThat(rig.problems.all()).isEmpty();
    }

    @Test
    void goesBackIfANewFileDoesNotStart(@TempDir Path folder) throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        // This route fails only when it starts in the running context, so the check finds no problem.
        rig.app.camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                if (routes.stream().anyMatch(route -> route.getRouteId().equals("b"))) {
                    throw new IllegalStateException("the port is taken");
                }
            }
        });

        assertThat(rig.reload.replace(deployed(
                        folder,
                        "routes/a.camel.yaml",
                        OTHER.formatted("other", "a.b"),
                        "routes/b.camel.yaml",
                        OTHER.formatted("b", "b"))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("the port is taken"));

        assertThat(rig.app.camel.getRoute("other")).isNull();
        assertThat(published("orders")).isEqualTo("stock.reserved");
        assertThat(rig.reload.deployment()).isEmpty();
    }
}
