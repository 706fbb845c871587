package dev.sealpost.broker.message;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.spi.core.protocol.AbstractRemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.BaseConnectionLifeCycleListener;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.jspecify.annotations.Nullable;

/** Connection that a session inside the broker has to have. Nothing is ever sent over it. */
final class EmbeddedConnection extends AbstractRemotingConnection {

    private static final int SERVER = 0;
    private static final BufferHandler NOTHING_ARRIVES = (id, buffer) -> {};
    private static final @Nullable BaseConnectionLifeCycleListener<?> NEVER_CLOSED = null;

    EmbeddedConnection(ArtemisExecutor executor) {
        super(new InVMConnection(SERVER, NOTHING_ARRIVES, NEVER_CLOSED, executor), executor);
    }

    @Override
    public void fail(ActiveMQException reason, @Nullable String scaleDownTarget) {
        if (!destroyed) {
            destroyed = true;
            callFailureListeners(reason, scaleDownTarget);
            callClosingListeners();
        }
    }

    @Override
    public void destroy() {
        destroyed = true;
        callClosingListeners();
    }

    @Override
    public void disconnect(boolean criticalError) {
        destroy();
    }

    @Override
    public void disconnect(String scaleDownTarget, boolean criticalError) {
        destroy();
    }

    @Override
    public String getProtocolName() {
        return "EMBEDDED";
    }

    /** Returns true: the senders wait for each confirmation. Artemis would end the session on a full disk otherwise. */
    @Override
    public boolean isSupportsFlowControl() {
        return true;
    }
}
