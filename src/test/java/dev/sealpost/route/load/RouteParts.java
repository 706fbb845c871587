package dev.sealpost.route.load;

import dev.sealpost.database.Writes;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.file.RouteFiles;
import dev.sealpost.route.file.ScanRouteFiles;
import dev.sealpost.route.file.SecretFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** Route files to ask for, for the tests of other packages: none. */
public class RouteParts {

    @Bean(destroyMethod = "close")
    public EventCamel eventCamel() {
        return new EventCamel();
    }

    @Bean
    public ReloadRoutes reloadRoutes(EventCamel app, Writes writes) {
        LoadedFiles loaded =
                new LoadedFiles(app.camel, new DrainRoutes(app.camel, Duration.ofSeconds(5)), Clock.systemUTC());
        Path nowhere = Path.of("nowhere");
        return new ReloadRoutes(
                app.camel,
                new ScanRouteFiles(new RouteFiles(nowhere, getClass().getClassLoader()), new SecretFiles(key -> null)),
                new ReloadPlanner(new CheckFiles(app.surroundings()), loaded),
                loaded,
                new RouteProblems(Clock.systemUTC()),
                new RegisterRoutes(writes, app.routes));
    }
}
