package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.route.load.RouteFileStatus.FileState;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Automatic reloads, scan by scan. */
class ReloadRoutesTest {

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @Test
    void startsTheRouteOfANewFileOnceItStopsChanging() throws Exception {
        rig.reload.load();
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);

        rig.reload.reloadChanged();
        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        rig.reload.reloadChanged();

        assertThat(rig.attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(rig.writes.destinations()).containsExactly("route:orders [\"order.*\"] -");
        assertThat(rig.status("routes/orders.camel.yaml").routes())
                .containsExactly(new RouteFileStatus.RouteStatus(
                        "orders", Optional.of("Publishes what is reserved"), "started", true));
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws Exception {
        rig.reload.load();
        for (int end = 20; end < RouteFilesRig.ORDERS.length(); end += 40) {
            rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS.substring(0, end));
            rig.reload.reloadChanged();
            assertThat(rig.problems.all()).isEmpty();
        }
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.settle();

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void reloadsAChangedRouteAndNoOther() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.file("routes/other.camel.yaml", RouteFilesRig.ORDERS.replace("orders", "other"));
        rig.reload.load();
        var other = rig.app.camel.getRoute("other");
        rig.file(
                "routes/orders.camel.yaml",
                RouteFilesRig.ORDERS
                        .replace("event:order.*", "event:order.created")
                        .replace("stock.reserved", "stock.gone"));

        rig.settle();

        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
        assertThat(rig.app.camel.getRoute("other")).isSameAs(other);
        assertThat(rig.writes.destinations())
                .containsExactlyInAnyOrder("route:orders [\"order.created\"] -", "route:other [\"order.*\"] -");
    }

    @Test
    void finishesRunsBeforeAReload() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        rig.app.camel.getRegistry().bind("slow", (Processor) exchange -> {
            begun.countDown();
            release.await();
        });
        String slow = RouteFilesRig.ORDERS.replace(
                "        - to:", "        - process:\n            ref: slow\n        - to:");
        rig.file("routes/orders.camel.yaml", slow);
        rig.reload.load();
        CompletableFuture<Attempted> attempt =
                CompletableFuture.supplyAsync(() -> rig.attempt("orders"), Thread::startVirtualThread);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        rig.file("routes/orders.camel.yaml", slow.replace("stock.reserved", "stock.gone"));
        rig.reload.reloadChanged();

        CompletableFuture<Void> swap =
                CompletableFuture.runAsync(rig.reload::reloadChanged, Thread::startVirtualThread);
        Awaitility.await().until(() -> rig.app.destination("orders").readiness() == Readiness.ROUTE_UNAVAILABLE);
        assertThat(attempt).isNotDone();
        release.countDown();
        swap.get(5, TimeUnit.SECONDS);

        assertThat(attempt.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(new Succeeded());
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        rig.attempt("orders");
        assertThat(rig.app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void stopsTheRouteOfADeletedFileAndKeepsItsDeliveries() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        Files.delete(rig.home.resolve("routes/orders.camel.yaml"));

        rig.settle();

        assertThat(rig.app.camel.getRoute("orders")).isNull();
        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        assertThat(rig.writes.destinations()).containsExactly("route:orders [\"order.*\"] -");
        assertThat(rig.reload.files()).extracting(RouteFileStatus::file).doesNotContain("routes/orders.camel.yaml");
    }

    @Test
    void retiresADisabledRoute() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        rig.file(
                "routes/orders.camel.yaml",
                RouteFilesRig.ORDERS.replace("id: orders", "id: orders\n    autoStartup: false"));

        rig.settle();

        assertThat(rig.writes.destinations()).containsExactly("route:orders [\"order.*\"] - retired");
    }

    @Test
    void letsARouteMoveFromOneFileToAnother() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
        rig.reload.load();
        Files.move(rig.home.resolve("routes/orders.camel.yaml"), rig.home.resolve("routes/moved.camel.yaml"));

        rig.settle();

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.READY);
        assertThat(rig.status("routes/moved.camel.yaml").state()).isEqualTo(FileState.RUNNING);
    }

    @Test
    void loadsAllFilesOnRequest() throws Exception {
        rig.reload.load();
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);

        List<RouteFileStatus> files = rig.reload.reload();

        assertThat(files)
                .extracting(RouteFileStatus::file)
                .containsExactly("routes/orders.camel.yaml", "routes/webhook-delivery.camel.yaml");
        assertThat(rig.app.destination("orders").readiness()).isEqualTo(Readiness.READY);
    }
}
