package dev.sealpost.route.load;

import dev.sealpost.database.Writes;
import dev.sealpost.route.camel.EventCamel;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;

/** Beans of the route package for the tests of other packages, without route files. */
public class RouteParts {

    @Bean(destroyMethod = "close")
    public EventCamel eventCamel() {
        return new EventCamel();
    }

    @Bean
    public ReloadRoutes reloadRoutes(EventCamel app, Writes writes) {
        return RouteFilesRig.reloadRoutes(
                app, Path.of("nowhere"), writes, new RouteProblems(Clock.systemUTC()), key -> null);
    }
}
