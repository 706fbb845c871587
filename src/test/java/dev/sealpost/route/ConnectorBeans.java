package dev.sealpost.route;

import dev.sealpost.route.camel.ConnectorAnswer;
import dev.sealpost.route.event.IdempotencyKey;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;

/** Gives a Camel context of a test what connectors find in the application. */
public final class ConnectorBeans {

    private ConnectorBeans() {}

    public static void prepare(CamelContext camel) {
        camel.getRegistry().bind("connectorAnswer", new ConnectorAnswer(Clock.systemUTC()));
        camel.getRegistry().bind("idempotencyKey", new IdempotencyKey());
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("classpath:connectors");
        kamelets.setNoErrorHandler(true);
        // As in the application: HttpClient would wait for a Retry-After by itself, on the thread of the delivery.
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
    }
}
