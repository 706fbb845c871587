package dev.sealpost.demo;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Starts the demo once the node is ready: first its prerequisites, then the routes that publish. */
@Component
@Profile("demo")
final class DemoStart {

    private static final Logger LOG = LoggerFactory.getLogger(DemoStart.class);

    private final CamelContext camel;
    private final DemoEndpoint endpoint;
    private final Environment environment;

    DemoStart(CamelContext camel, DemoEndpoint endpoint, Environment environment) {
        this.camel = camel;
        this.endpoint = endpoint;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() throws Exception {
        load("demo/warehouse.camel.yaml");
        camel.createFluentProducerTemplate().to("direct:demo-warehouse").request();
        endpoint.prepare(environment.getRequiredProperty("local.server.port", Integer.class));
        load("demo/events.camel.yaml");
        load("demo/shop.camel.yaml");
        camel.createFluentProducerTemplate().to("direct:demo-shop").request();
        // Not started automatically, since it needs the table and the application.
        camel.getRouteController().startRoute("outbox-to-events");
        LOG.atInfo().addKeyValue("every", "60s").log("demo.started");
    }

    private void load(String routes) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("classpath:" + routes));
    }
}
