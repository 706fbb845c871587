package dev.sealpost.route.load;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.route.FakeWrites;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.file.RouteFiles;
import dev.sealpost.route.file.ScanRouteFiles;
import dev.sealpost.route.file.SecretFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.component.kamelet.KameletComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * Route files and connectors in a temporary folder, loaded and reloaded in a real Camel context with fakes behind it. A JUnit
 * extension: each test has a folder of its own, which contains the route {@code webhook-delivery}.
 */
public final class RouteFilesRig implements BeforeEachCallback, AfterEachCallback {

    /** A route that consumes {@code order.*} and publishes {@code stock.reserved}. */
    public static final String ORDERS = """
            - route:
                id: orders
                description: Publishes what is reserved
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: event:stock.reserved
            """;

    /** Replaces the route inside the jar, whose steps are beans of other packages. */
    static final String WEBHOOK_DELIVERY = """
            - route:
                id: webhook-delivery
                from:
                  uri: direct:webhook-delivery
                  steps:
                    - log:
                        message: delivered
            """;

    public final EventCamel app = new EventCamel();
    public final FakeWrites writes = new FakeWrites();
    public final RouteProblems problems = new RouteProblems(Clock.systemUTC());
    private final Map<String, String> values = new HashMap<>();
    public Path home = Path.of(".");
    public ReloadRoutes reload = reload();
    public boolean databaseDown;

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        home = Files.createTempDirectory("route-files");
        file("routes/webhook-delivery.camel.yaml", WEBHOOK_DELIVERY);
        Files.createDirectories(home.resolve("connectors"));
        app.camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        reload = reload();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        app.close();
        writes.close();
        FileSystemUtils.deleteRecursively(home);
    }

    private ReloadRoutes reload() {
        Writes breakable = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                if (databaseDown) {
                    throw new DatabaseUnavailableException("The database does not answer", null);
                }
                return writes.write(work);
            }
        };
        return reloadRoutes(app, home, breakable, problems, values::get);
    }

    /** @param values configuration by key */
    static ReloadRoutes reloadRoutes(
            EventCamel app,
            Path home,
            Writes writes,
            RouteProblems problems,
            Function<String, @Nullable String> values) {
        LoadedFiles loaded =
                new LoadedFiles(app.camel, new DrainRoutes(app.camel, Duration.ofSeconds(5)), Clock.systemUTC());
        return new ReloadRoutes(
                app.camel,
                new ScanRouteFiles(
                        new RouteFiles(home, RouteFilesRig.class.getClassLoader()), new SecretFiles(values::apply)),
                new ReloadPlanner(new CheckFiles(app.environment()), loaded),
                loaded,
                problems,
                new RegisterRoutes(writes, app.routes));
    }

    /** Sets a key of the configuration. */
    public void configure(String key, String value) {
        values.put(key, value);
        app.configure(key, value);
    }

    public void file(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Reloads twice, because a change is loaded once two rounds find the same files. */
    public void settle() {
        reload.reloadChanged();
        reload.reloadChanged();
    }

    public Attempted attempt(String route) {
        return app.attempt(route, EventCamel.anEvent("msg_" + app.publisher.published.size()));
    }

    /** Returns the last published text, which is a JSON string, without its quotes. */
    public String lastPublished() {
        String json = new String(app.publisher.published.getLast().payload().bytes(), StandardCharsets.UTF_8);
        return json.substring(1, json.length() - 1);
    }

    public RouteFileStatus status(String file) {
        return reload.files().stream()
                .filter(each -> each.file().equals(file))
                .findFirst()
                .orElseThrow();
    }
}
