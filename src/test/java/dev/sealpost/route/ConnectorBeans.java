package dev.sealpost.route;

import dev.sealpost.route.camel.ConnectorAnswer;
import dev.sealpost.route.event.IdempotencyKey;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;

/** Binds the beans that connectors use to the Camel context of a test. */
public final class ConnectorBeans {

    private ConnectorBeans() {}

    public static void prepare(CamelContext camel) {
        camel.getRegistry().bind("connectorAnswer", new ConnectorAnswer(Clock.systemUTC()));
        camel.getRegistry().bind("idempotencyKey", new IdempotencyKey());
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("classpath:connectors");
        kamelets.setNoErrorHandler(true);
        // As in the application: otherwise HttpClient would wait for a Retry-After on the thread of the delivery.
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
    }
}
