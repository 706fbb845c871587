package dev.sealpost.route.camel;

import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Refuses messages of other brokers that contain a Java object: to read one runs code of the classes that its sender chose
 * (CVE-2026-40860).
 */
final class GuardMessages implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof JmsEndpoint jms) {
            jms.setBinding(new WithoutObjects(jms));
        }
        return endpoint;
    }

    private static final class WithoutObjects extends JmsBinding {

        WithoutObjects(JmsEndpoint endpoint) {
            super(endpoint);
        }

        @Override
        public Object extractBodyFromJms(Exchange exchange, Message message) {
            if (message instanceof ObjectMessage) {
                throw new IllegalArgumentException(
                        "the message contains a Java object, which is not read: send text or bytes");
            }
            return super.extractBodyFromJms(exchange, message);
        }
    }
}
