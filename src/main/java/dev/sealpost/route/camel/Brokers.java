package dev.sealpost.route.camel;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Other message brokers that routes use, each with one connection that is opened on first use. */
public final class Brokers implements CamelContextConfiguration, AutoCloseable {

    private static final int KEPT_SESSIONS = 8;

    private final Map<String, CachingConnectionFactory> byName = new TreeMap<>();

    public Brokers(Map<String, OtherBroker> settings) {
        settings.forEach((name, broker) -> byName.put(name, connections(broker)));
    }

    /**
     * Binds the brokers in the Camel registry by name.
     *
     * @throws IllegalStateException if a name is already in use
     */
    public void bind(Registry registry) {
        byName.forEach((name, broker) -> {
            if (registry.lookupByName(name) != null) {
                throw new IllegalStateException(OtherBroker.PREFIX + "." + name
                        + ": this name is in use for a database or another bean; choose another name");
            }
            registry.bind(name, broker);
        });
    }

    private static CachingConnectionFactory connections(OtherBroker broker) {
        CachingConnectionFactory connections = new CachingConnectionFactory(factory(broker));
        connections.setSessionCacheSize(KEPT_SESSIONS);
        connections.setCacheConsumers(false); // otherwise a stopped route would keep messages
        connections.setReconnectOnException(true);
        return connections;
    }

    private static ConnectionFactory factory(OtherBroker broker) {
        return broker.isAmqp()
                ? new JmsConnectionFactory(broker.user(), broker.password(), broker.url())
                : new ActiveMQConnectionFactory(broker.url(), broker.user(), broker.password());
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        bind(camel.getRegistry());
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}

    @Override
    public void close() {
        byName.values().forEach(CachingConnectionFactory::destroy);
    }
}
