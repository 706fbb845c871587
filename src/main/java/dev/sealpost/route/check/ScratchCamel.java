package dev.sealpost.route.check;

import dev.sealpost.route.camel.BoundedScripts;
import dev.sealpost.route.camel.ExactNumbers;
import dev.sealpost.route.camel.GuardUris;
import dev.sealpost.route.camel.LocalResources;
import dev.sealpost.route.camel.PlainValues;
import dev.sealpost.route.camel.PrepareCamel;
import dev.sealpost.route.camel.PrepareEndpoints;
import dev.sealpost.route.camel.SecretPlaceholder;
import dev.sealpost.route.event.EventComponent;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Temporary Camel context that builds routes as at runtime but opens nothing: a {@link StandInEndpoint} replaces every external
 * endpoint.
 */
public final class ScratchCamel implements AutoCloseable {

    /** Location without connectors. They are added by content, and Camel must not find other versions of them. */
    static final String NOWHERE = "classpath:sealpost-no-connectors";

    private final DefaultCamelContext camel;

    private ScratchCamel(DefaultCamelContext camel) {
        this.camel = camel;
    }

    public static ScratchCamel open(RouteEnvironment environment, CallHandler calls) {
        DefaultCamelContext camel = new UnstartedEndpoints(environment);
        camel.setApplicationContextClassLoader(Thread.currentThread().getContextClassLoader());
        camel.disableJMX();
        camel.setSourceLocationEnabled(true);
        camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
        camel.getRouteController().setLoggingLevel(LoggingLevel.DEBUG);
        camel.getShutdownStrategy().setTimeout(1);
        camel.getPropertiesComponent().addPropertiesSource(environment.properties());
        SecretPlaceholder.register(camel);
        camel.addComponent("event", new EventComponent(environment.publication(), environment.consumption()));
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation(PrepareCamel.CATALOG + "," + NOWHERE);
        kamelets.setNoErrorHandler(true);
        PrepareCamel.reportOnce(camel);
        GuardUris.in(camel);
        LocalResources.in(camel);
        ExactNumbers.in(camel);
        PlainValues.in(camel);
        BoundedScripts.in(camel);
        PrepareEndpoints.in(camel, Optional.of(StandInEndpoint.replacing(calls)));
        camel.start();
        return new ScratchCamel(camel);
    }

    public CamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
    }

    /**
     * Context that does not start endpoints it replaces. Camel starts an endpoint before it asks for a replacement, and an
     * endpoint of
     * Quartz would then run its job.
     */
    private static final class UnstartedEndpoints extends DefaultCamelContext {

        UnstartedEndpoints(RouteEnvironment environment) {
            super(new DefaultRegistry(environment.beans()));
        }

        @Override
        public void addService(Object service) throws Exception {
            if (service instanceof Endpoint endpoint && StandInEndpoint.replaces(endpoint.getEndpointUri())) {
                ServiceHelper.initService(endpoint);
            } else {
                super.addService(service);
            }
        }
    }
}
