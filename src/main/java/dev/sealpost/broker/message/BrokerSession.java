package dev.sealpost.broker.message;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacketI;

/**
 * Session on a connection of its own. It ends with the connection and does not reconnect: prefetched messages are
 * dropped here and redelivered by the broker. Artemis' own reconnection would keep the prefetched window.
 */
public final class BrokerSession implements AutoCloseable {

    private final ServerLocator locator;
    private final ClientSession client;
    private final List<Runnable> whenLost = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    /**
     * @param locator closed with this session
     */
    static BrokerSession open(ServerLocator locator, String user, String password) {
        try {
            ClientSession client = locator.createSessionFactory()
                    .createSession(user, password, false, true, true, false, locator.getAckBatchSize());
            BrokerSession opened = new BrokerSession(locator, client);
            client.addFailureListener(opened.new Loss());
            client.start();
            return opened;
        } catch (Exception e) {
            locator.close();
            throw new BrokerUnavailableException("The broker cannot be reached: " + e.getMessage(), e);
        }
    }

    private BrokerSession(ServerLocator locator, ClientSession client) {
        this.locator = locator;
        this.client = client;
    }

    public ClientSession client() {
        return client;
    }

    public boolean isLost() {
        return lost || client.isClosed();
    }

    /** Runs the action when the connection ends; immediately if it has ended. */
    public void whenLost(Runnable step) {
        whenLost.add(step);
        if (isLost()) {
            step.run();
        }
    }

    /** Sets the action to run for each message that arrives, before a consumer has it. */
    void whenArrived(Runnable action) {
        locator.addIncomingInterceptor((packet, connection) -> {
            if (packet instanceof MessagePacketI) {
                action.run();
            }
            return true;
        });
    }

    @Override
    public void close() {
        locator.close();
    }

    private final class Loss implements SessionFailureListener {

        @Override
        public void connectionFailed(ActiveMQException reason, boolean failedOver) {
            lost = true;
            whenLost.forEach(Runnable::run);
        }

        @Override
        public void connectionFailed(ActiveMQException reason, boolean failedOver, String scaleDownTarget) {
            connectionFailed(reason, failedOver);
        }

        @Override
        public void beforeReconnect(ActiveMQException reason) {
            // Reconnection is disabled.
        }
    }
}
