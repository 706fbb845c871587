package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.ReceiverFailure;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Runs one connector in a separate Camel context against a vendor on this machine. */
final class ConnectorRig implements AutoCloseable {

    static final String SECRET = "s3cret-of-the-vendor";
    static final String EVENT_ID = "msg_2x9Qf0GkzYc1dQ7mB3LrT5vWpZa";

    /** Headers with which a publisher could redirect the call, including its secret. */
    static final Map<String, Object> REDIRECTING = Map.of(
            "CamelHttpUri", "http://127.0.0.1:9/elsewhere",
            "CamelHttpPath", "/elsewhere",
            "CamelHttpQuery", "elsewhere=1",
            "CamelHttpMethod", "DELETE",
            "Host", "elsewhere.example.com",
            "X-Ours", "leak");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    final VendorServer vendor;
    /** Number of redeliveries by the route, which allows two after a connection error. */
    final AtomicInteger repeats = new AtomicInteger();

    private ConnectorRig(VendorServer vendor) {
        this.vendor = vendor;
    }

    /** Starts a connector with these parameters and {@code baseUrl}; the secret comes from the configuration. */
    static ConnectorRig of(String connector, Map<String, String> parameters) throws Exception {
        ConnectorRig rig = new ConnectorRig(new VendorServer());
        Properties configuration = new Properties();
        for (String system : new String[] {"hubspot", "shopify", "slack"}) {
            configuration.setProperty(system + ".access-token", SECRET);
        }
        CamelContext camel = rig.camel;
        camel.getPropertiesComponent().setInitialProperties(configuration);
        ConnectorBeans.prepare(camel);
        StringBuilder uri = new StringBuilder("kamelet:" + connector + "?baseUrl=" + rig.vendor.url());
        parameters.forEach(
                (name, value) -> uri.append('&').append(name).append('=').append(value));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ConnectException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(1)
                        .onRedelivery(exchange -> rig.repeats.incrementAndGet());
                from("direct:in").routeId("under-test").to(uri.toString());
            }
        });
        camel.start();
        return rig;
    }

    CamelContext camel() {
        return camel;
    }

    /** Sends the body of an event through the connector. */
    Exchange send(String body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("SealpostEventId", EVENT_ID);
        return camel.createFluentProducerTemplate()
                .to("direct:in")
                .withHeaders(all)
                .withBody(body)
                .send();
    }

    Exchange send(String body) {
        return send(body, Map.of());
    }

    /** Sends a body and returns the outcome of the failed call. */
    AttemptOutcome failure(String body) {
        Exception exception = send(body).getException();
        assertThat(exception).isInstanceOf(ReceiverFailure.class);
        assertThat(vendor.calls()).hasSize(1);
        return ((ReceiverFailure) exception).outcome();
    }

    /** Sends a body and returns the only call that the vendor received. */
    VendorServer.Call call(String body, Map<String, Object> headers) {
        assertThat(send(body, headers).getException()).isNull();
        assertThat(vendor.calls()).hasSize(1);
        return vendor.calls().getFirst();
    }

    @Override
    public void close() {
        camel.stop();
        vendor.close();
    }
}
