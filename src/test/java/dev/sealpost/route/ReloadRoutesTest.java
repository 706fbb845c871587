package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.route.RouteFileStatus.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.Model;
import org.apache.camel.support.LifecycleStrategySupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reload by itself, look by look. */
class ReloadRoutesTest {

    private static final String ORDERS = """
            - route:
                id: orders
                description: Publishes what is reserved
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: event:stock.reserved
            """;

    private static final String BROKEN = ORDERS.replace("- to:", "- too:");

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
                            expression: one {{item}}
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
                                expression: first
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

    private final EventCamel app = new EventCamel();
    private final FakeWrites writes = writes();
    private final RouteProblems problems = new RouteProblems(Clock.systemUTC());
    private Path home = Path.of(".");
    private boolean databaseDown;
    private ReloadRoutes reload;

    private static FakeWrites writes() {
        try {
            return new FakeWrites();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        home = folder;
        file("routes/webhook-delivery.camel.yaml", """
                - route:
                    id: webhook-delivery
                    from:
                      uri: direct:webhook-delivery
                      steps:
                        - log:
                            message: delivered
                """);
        Files.createDirectories(home.resolve("connectors"));
        app.camel.setSourceLocationEnabled(true);
        app.camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        LoadedFiles loaded =
                new LoadedFiles(app.camel, new DrainRoutes(app.camel, Duration.ofSeconds(5)), Clock.systemUTC());
        Writes breakable = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                if (databaseDown) {
                    throw new DatabaseUnavailableException("The database does not answer", null);
                }
                return writes.write(work);
            }
        };
        reload = new ReloadRoutes(
                app.camel,
                new LookAtFiles(new RouteFiles(home, getClass().getClassLoader())),
                new PlanReload(new CheckFiles(app.surroundings()), loaded),
                loaded,
                new ReloadRoutes.Effects(problems, new RegisterRoutes(breakable, app.routes)));
    }

    @AfterEach
    void close() {
        app.close();
        writes.close();
    }

    private void file(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Two looks: the second finds what the first did. */
    private void settle() {
        reload.look();
        reload.look();
    }

    private Attempted attempt(String route) {
        return app.attempt(route, EventCamel.anEvent("msg_" + app.publisher.published.size()));
    }

    private String lastPublished() {
        return new String(app.publisher.published.getLast().payload().bytes(), StandardCharsets.UTF_8);
    }

    private RouteFileStatus status(String file) {
        return reload.files().stream()
                .filter(each -> each.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void startsTheRouteOfANewFileOnceItHasSettled() throws Exception {
        reload.load();
        file("routes/orders.camel.yaml", ORDERS);

        reload.look();
        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        reload.look();

        assertThat(attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] -");
        assertThat(status("routes/orders.camel.yaml").routes())
                .containsExactly(new RouteFileStatus.RouteStatus(
                        "orders", Optional.of("Publishes what is reserved"), "started", true));
    }

    @Test
    void doesNotTakeAFileThatIsStillBeingWritten() throws Exception {
        reload.load();
        for (int end = 20; end < ORDERS.length(); end += 40) {
            file("routes/orders.camel.yaml", ORDERS.substring(0, end));
            reload.look();
            assertThat(problems.all()).isEmpty();
        }
        file("routes/orders.camel.yaml", ORDERS);
        settle();

        assertThat(problems.all()).isEmpty();
        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void swapsAChangedRouteAndLeavesOthersAlone() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        file("routes/other.camel.yaml", ORDERS.replace("orders", "other"));
        reload.load();
        var other = app.camel.getRoute("other");
        file(
                "routes/orders.camel.yaml",
                ORDERS.replace("event:order.*", "event:order.created").replace("stock.reserved", "stock.gone"));

        settle();

        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
        assertThat(app.camel.getRoute("other")).isSameAs(other);
        assertThat(writes.destinations())
                .containsExactlyInAnyOrder("route:orders [\"order.created\"] -", "route:other [\"order.*\"] -");
    }

    @Test
    void keepsTheRouteOfAFileThatBecomesWrongUntilItIsMended() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        file("routes/orders.camel.yaml", BROKEN);

        settle();

        assertThat(attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("routes/orders.camel.yaml");
            assertThat(problem.line()).hasValue(7);
        });
        assertThat(status("routes/orders.camel.yaml").state()).isEqualTo(State.OUTDATED);
        RouteFilesHealthIndicator health = new RouteFilesHealthIndicator(problems);
        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.health().getDetails().toString()).contains("routes/orders.camel.yaml:7:");

        file("routes/orders.camel.yaml", ORDERS.replace("stock.reserved", "stock.gone"));
        settle();
        assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

        assertThat(problems.all()).isEmpty();
        assertThat(status("routes/orders.camel.yaml").state()).isEqualTo(State.RUNNING);
        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void stopsTheRouteOfADeletedFileAndKeepsWhatItIsOwed() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        Files.delete(home.resolve("routes/orders.camel.yaml"));

        settle();

        assertThat(app.camel.getRoute("orders")).isNull();
        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] -");
        assertThat(reload.files()).extracting(RouteFileStatus::file).doesNotContain("routes/orders.camel.yaml");
    }

    @Test
    void keepsAllRoutesWhenTheFolderIsGone() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        Files.move(home.resolve("routes"), home.resolve("elsewhere"));

        settle();

        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.READY);
        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("routes was there"));
        Files.move(home.resolve("elsewhere"), home.resolve("routes"));
        settle();
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void retiresARouteThatIsSwitchedOff() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        file("routes/orders.camel.yaml", ORDERS.replace("id: orders", "id: orders\n    autoStartup: false"));

        settle();

        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] - retired");
    }

    @Test
    void letsWhatIsUnderWayEndBeforeASwap() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        app.camel.getRegistry().bind("slow", (Processor) exchange -> {
            begun.countDown();
            release.await();
        });
        String slow = ORDERS.replace("        - to:", "        - process:\n            ref: slow\n        - to:");
        file("routes/orders.camel.yaml", slow);
        reload.load();
        CompletableFuture<Attempted> attempt =
                CompletableFuture.supplyAsync(() -> attempt("orders"), Thread::startVirtualThread);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        file("routes/orders.camel.yaml", slow.replace("stock.reserved", "stock.gone"));
        reload.look();

        CompletableFuture<Void> swap = CompletableFuture.runAsync(reload::look, Thread::startVirtualThread);
        Awaitility.await().until(() -> app.destination("orders").readiness() == Readiness.ROUTE_UNAVAILABLE);
        assertThat(attempt).isNotDone();
        release.countDown();
        swap.get(5, TimeUnit.SECONDS);

        assertThat(attempt.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(new Succeeded());
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void changesNothingWhileTheDatabaseCannotBeWritten() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        databaseDown = true;
        file("routes/orders.camel.yaml", ORDERS.replace("stock.reserved", "stock.gone"));

        settle();

        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        databaseDown = false;
        reload.look();
        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.gone");
    }

    @Test
    void putsTheLastGoodContentBackWhenASwapFails() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        // Only where routes run can this step not be started: the check finds nothing.
        app.camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                routes.stream()
                        .filter(route -> String.valueOf(route.getDescription()).contains("refused"))
                        .forEach(route -> {
                            throw new IllegalStateException("nobody answers");
                        });
            }
        });
        file("routes/orders.camel.yaml", ORDERS.replace("what is reserved", "what is refused"));

        settle();
        settle();

        assertThat(attempt("orders").outcome()).isEqualTo(new Succeeded());
        assertThat(status("routes/orders.camel.yaml").state()).isEqualTo(State.OUTDATED);
        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("nobody answers"));
    }

    @Test
    void reloadsTheRoutesThatUseAChangedConnector() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);
        file("routes/other.camel.yaml", CALLER.replace("id: caller", "id: other"));
        reload.load();
        attempt("caller");
        assertThat(lastPublished()).isEqualTo("one bolt");

        file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("one {{item}}", "two {{item}}"));
        settle();

        attempt("caller");
        assertThat(lastPublished()).isEqualTo("two bolt");
        attempt("other");
        assertThat(lastPublished()).isEqualTo("two bolt");
        assertThat(connectorRoutes()).isEqualTo(1);
    }

    private long connectorRoutes() {
        return app.camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()))
                .count();
    }

    @Test
    void leavesNoRouteOfAConnectorBehind() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);
        file("routes/other.camel.yaml", CALLER.replace("id: caller", "id: other"));
        reload.load();

        Files.delete(home.resolve("routes/caller.camel.yaml"));
        settle();
        attempt("other");
        assertThat(lastPublished()).isEqualTo("one bolt");
        assertThat(connectorRoutes()).isEqualTo(1);

        Files.delete(home.resolve("routes/other.camel.yaml"));
        settle();
        assertThat(connectorRoutes()).isZero();
    }

    @Test
    void keepsAConnectorThatBecomesWrongAndTheRoutesThatUseIt() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);
        reload.load();
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("setBody", "setBodi"));

        settle();

        attempt("caller");
        assertThat(lastPublished()).isEqualTo("one bolt");
        assertThat(problems.all())
                .extracting(RouteFileProblem::file)
                .containsExactly("connectors/shop-sink.kamelet.yaml");
    }

    @Test
    void keepsARouteWhoseConnectorIsDeleted() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);
        reload.load();
        Files.delete(home.resolve("connectors/shop-sink.kamelet.yaml"));

        settle();

        attempt("caller");
        assertThat(lastPublished()).isEqualTo("one bolt");
        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/caller.camel.yaml:7:18: there is no connector shop-sink"));
    }

    @Test
    void saysWhichParameterOfAConnectorIsMissing() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER.replace("item: bolt", "iten: bolt"));

        reload.load();

        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/caller.camel.yaml:7:18: the connector shop-sink needs item"));
    }

    @Test
    void saysThatTheMistakeIsInTheConnector() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR.replace("one {{item}}", "one {{no.such.key}}"));
        file("routes/caller.camel.yaml", CALLER);

        reload.load();

        assertThat(problems.all())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString())
                                .startsWith(
                                        "routes/caller.camel.yaml:7:18: in the connector shop-sink: the placeholder {{no.such.key}}"));
    }

    @Test
    void reloadsTheRoutesThatUseAChangedConfiguration() throws Exception {
        file("routes/errors.camel.yaml", SHARED);
        file("routes/a-user.camel.yaml", USER);
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        assertThat(problems.all()).isEmpty();
        var orders = app.camel.getRoute("orders");
        assertThat(attempt("user").outcome()).isEqualTo(new Succeeded());
        assertThat(lastPublished()).isEqualTo("first");

        file("routes/errors.camel.yaml", SHARED.replace("first", "second"));
        settle();

        attempt("user");
        assertThat(lastPublished()).isEqualTo("second");
        assertThat(app.camel.getRoute("orders")).isSameAs(orders);
        assertThat(status("routes/errors.camel.yaml").state()).isEqualTo(State.RUNNING);
    }

    @Test
    void keepsAConfigurationThatBecomesWrong() throws Exception {
        file("routes/errors.camel.yaml", SHARED);
        file("routes/a-user.camel.yaml", USER);
        reload.load();
        file("routes/errors.camel.yaml", SHARED.replace("setBody", "setBodi"));

        settle();

        assertThat(attempt("user").outcome()).isEqualTo(new Succeeded());
        assertThat(lastPublished()).isEqualTo("first");
        assertThat(problems.all()).extracting(RouteFileProblem::file).containsExactly("routes/errors.camel.yaml");
    }

    @Test
    void saysThatAConfigurationIsNotThere() throws Exception {
        file("routes/a-user.camel.yaml", USER);

        reload.load();

        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/a-user.camel.yaml:1: there is no routeConfiguration handled"));
    }

    @Test
    void letsARouteMoveFromOneFileToAnother() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        Files.move(home.resolve("routes/orders.camel.yaml"), home.resolve("routes/moved.camel.yaml"));

        settle();

        assertThat(problems.all()).isEmpty();
        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.READY);
        assertThat(status("routes/moved.camel.yaml").state()).isEqualTo(State.RUNNING);
    }

    @Test
    void leavesTheRouteThatRunsAloneWhenItsIdIsUsedAgain() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        reload.load();
        file("routes/a-copy.camel.yaml", ORDERS.replace("stock.reserved", "stock.gone"));

        settle();

        attempt("orders");
        assertThat(app.publisher.published.getLast().type().name()).isEqualTo("stock.reserved");
        assertThat(problems.all())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString())
                                .startsWith(
                                        "routes/a-copy.camel.yaml:1: the route id orders is taken by routes/orders.camel.yaml"));
    }

    @Test
    void takesAllAsItIsWhenAsked() throws Exception {
        reload.load();
        file("routes/orders.camel.yaml", ORDERS);

        List<RouteFileStatus> files = reload.reload();

        assertThat(files)
                .extracting(RouteFileStatus::file)
                .containsExactly("routes/orders.camel.yaml", "routes/webhook-delivery.camel.yaml");
        assertThat(app.destination("orders").readiness()).isEqualTo(Readiness.READY);
    }
}
