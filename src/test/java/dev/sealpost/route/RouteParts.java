package dev.sealpost.route;

import dev.sealpost.database.Writes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** Route files to ask for, for the tests of other packages: none. */
public class RouteParts {

    @Bean(destroyMethod = "close")
    EventCamel eventCamel() {
        return new EventCamel();
    }

    @Bean
    ReloadRoutes reloadRoutes(EventCamel app, Writes writes) {
        LoadedFiles loaded =
                new LoadedFiles(app.camel, new DrainRoutes(app.camel, Duration.ofSeconds(5)), Clock.systemUTC());
        Path nowhere = Path.of("nowhere");
        return new ReloadRoutes(
                app.camel,
                new LookAtFiles(new RouteFiles(nowhere, getClass().getClassLoader()), new SecretFiles(key -> null)),
                new PlanReload(new CheckFiles(app.surroundings()), loaded),
                loaded,
                new ReloadRoutes.Effects(new RouteProblems(Clock.systemUTC()), new RegisterRoutes(writes, app.routes)));
    }
}
