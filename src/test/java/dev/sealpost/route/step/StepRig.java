package dev.sealpost.route.step;

import dev.sealpost.connector.kit.ConnectorFolder;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.connector.ConnectorCatalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Runs a connector of Camel steps by {@code connector:} in a Camel context of its own. */
final class StepRig implements AutoCloseable {

    static final String EVENT_ID = "msg_2x9Qf0GkzYc1dQ7mB3LrT5vWpZa";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    private StepRig() {}

    /**
     * Starts a connector.
     *
     * @param uri such as {@code connector:file?folder=out}
     * @param connector its full name
     */
    static StepRig of(String connector, String uri, Map<String, String> configuration, Map<String, Object> beans)
            throws Exception {
        StepRig rig = new StepRig();
        DefaultCamelContext camel = rig.camel;
        Properties properties = new Properties();
        properties.putAll(configuration);
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getRegistry().bind("mailMessage", new MailMessage());
        camel.getRegistry().bind("tableRow", new TableRow());
        camel.getRegistry().bind("fileName", new FileName());
        beans.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
        use(camel, connector);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("under-test").to(uri);
                from("direct:parts")
                        .routeId("parts-under-test")
                        .split()
                        .tokenize("\n")
                        .to(uri);
            }
        });
        camel.start();
        return rig;
    }

    /** Lets the routes of a context use these connectors. */
    static void use(CamelContext camel, String... connectors) {
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setNoErrorHandler(true);
        kamelets.setLocation(Stream.of(connectors)
                .map(connector -> "file:" + Path.of("connectors", connector).toAbsolutePath())
                .collect(Collectors.joining(",")));
        for (String connector : connectors) {
            ConnectorCatalog.of(camel).put(new ConnectorFolder(Path.of("connectors", connector)).connector());
        }
    }

    /** Sends the body of an event through the connector. */
    Exchange send(String event, String body, Map<String, Object> headers) {
        return send("direct:in", event, body, headers);
    }

    Exchange send(String body) {
        return send(EVENT_ID, body, Map.of());
    }

    /** Sends the lines of a text through the connector, each in a part of a split. */
    Exchange sendParts(String body) {
        return send("direct:parts", EVENT_ID, body, Map.of());
    }

    private Exchange send(String route, String event, String body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("SealpostEventId", event);
        return camel.createFluentProducerTemplate()
                .to(route)
                .withHeaders(all)
                .withBody(body)
                .send();
    }

    /** Sends a body and returns the outcome of the failed step. */
    Failed failure(String body) {
        Exception exception = send(body).getException();
        if (exception instanceof ReceiverFailure failure && failure.outcome() instanceof Failed failed) {
            return failed;
        }
        throw new AssertionError("the step did not fail with a reason", exception);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
