package dev.sealpost.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/**
 * One session on a connection of its own. When the connection ends, so does this, for good: what the broker had given out
 * ahead is forgotten here, and the broker gives it out again. Artemis' own reconnection would keep a window of it.
 */
final class BrokerSession implements AutoCloseable {

    private final ServerLocator locator;
    private final ClientSession session;
    private final List<Runnable> whenLost = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    /** @param locator belongs to this line from now on */
    static BrokerSession open(ServerLocator locator, String user, String password) {
        try {
            ClientSession session = locator.createSessionFactory()
                    .createSession(user, password, false, true, true, false, locator.getAckBatchSize());
            BrokerSession line = new BrokerSession(locator, session);
            session.addFailureListener(line.new Loss());
            session.start();
            return line;
        } catch (Exception e) {
            locator.close();
            throw new BrokerUnavailableException("The broker cannot be reached: " + e.getMessage(), e);
        }
    }

    private BrokerSession(ServerLocator locator, ClientSession session) {
        this.locator = locator;
        this.session = session;
    }

    ClientSession session() {
        return session;
    }

    boolean isLost() {
        return lost || session.isClosed();
    }

    /** Runs the step once the connection ends; at once where it has ended. */
    void whenLost(Runnable step) {
        whenLost.add(step);
        if (isLost()) {
            step.run();
        }
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
            // There is none.
        }
    }
}
