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
import org.apache.camel.component.kamelet.KameletComponent;

/** A reload over files in a folder, with a real Camel context and fakes behind it. */
public final class ReloadRig implements AutoCloseable {

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

    public final EventCamel app = new EventCamel();
    public final FakeWrites writes = writes();
    public final RouteProblems problems = new RouteProblems(Clock.systemUTC());
    private final Map<String, String> values = new HashMap<>();
    public Path home = Path.of(".");
    public ReloadRoutes reload = reload();
    public boolean databaseDown;

    private static FakeWrites writes() {
        try {
            return new FakeWrites();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param folder where {@code routes/} and {@code connectors/} are made, with the route that every node has */
    public void open(Path folder) throws Exception {
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
        app.camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        reload = reload();
    }

    private ReloadRoutes reload() {
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
        return new ReloadRoutes(
                app.camel,
                new ScanRouteFiles(new RouteFiles(home, getClass().getClassLoader()), new SecretFiles(values::get)),
                new ReloadPlanner(new CheckFiles(app.surroundings()), loaded),
                loaded,
                problems,
                new RegisterRoutes(breakable, app.routes));
    }

    /** A key of the configuration. */
    public void configure(String key, String value) {
        values.put(key, value);
        app.camel.getPropertiesComponent().addInitialProperty(key, value);
    }

    public void file(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Two looks: the second finds what the first did. */
    public void settle() {
        reload.reloadChanged();
        reload.reloadChanged();
    }

    public Attempted attempt(String route) {
        return app.attempt(route, EventCamel.anEvent("msg_" + app.publisher.published.size()));
    }

    /** The text that was published last, as a JSON string. */
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

    @Override
    public void close() {
        app.close();
        writes.close();
    }
}
