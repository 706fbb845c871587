package dev.sealpost.route.load;

import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.database.Writes;
import dev.sealpost.route.ConnectorBeans;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.ConnectorFiles;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;

/** Beans of the route package for the tests of other packages, without route files. */
public class RouteParts {

    @Bean(destroyMethod = "close")
    public EventCamel eventCamel() {
        EventCamel app = new EventCamel();
        ConnectorBeans.prepare(app.camel);
        return app;
    }

    @Bean
    public CamelContext camelContext(EventCamel app) {
        return app.camel;
    }

    @Bean
    public OfferedConnectors offeredConnectors(ReloadRoutes reload) {
        reload.reload();
        return new OfferedConnectors(reload);
    }

    @Bean
    public ConnectorFiles connectorFiles() {
        return new ConnectorFiles(Path.of(""), RouteParts.class.getClassLoader());
    }

    @Bean
    public Credentials credentials(EventCamel app) {
        return app.camel.getRegistry().findSingleByType(Credentials.class);
    }

    @Bean
    public MakeCall.Surroundings connectorCalls(EventCamel app) {
        return app.camel.getRegistry().findSingleByType(MakeCall.Surroundings.class);
    }

    @Bean
    public ReloadRoutes reloadRoutes(EventCamel app, Writes writes) {
        return RouteFilesRig.reloadRoutes(
                app, Path.of("nowhere"), writes, new RouteProblems(Clock.systemUTC()), key -> null);
    }
}
