package dev.sealpost.broker.message;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges messages of an embedded consumer. Those that arrive while the broker is at work share a transaction, and
 * so one record that ends it and one sync.
 */
final class AcknowledgeTogether {

    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgeTogether.class);

    private final EmbeddedSession session;
    private final ServerConsumer consumer;
    private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    AcknowledgeTogether(EmbeddedSession session, ServerConsumer consumer) {
        this.session = session;
        this.consumer = consumer;
    }

    /** Acknowledges a message soon, and before whatever the session is asked to do next. */
    void add(long messageId) {
        waiting.add(messageId);
        if (scheduled.compareAndSet(false, true)) {
            try {
                session.execute(this::acknowledge, AcknowledgeTogether::failed);
            } catch (BrokerUnavailableException e) {
                failed(e);
            }
        }
    }

    private static void failed(Exception e) {
        // The session has ended, or the broker has failed, which is logged elsewhere. It redelivers the messages.
        LOG.debug("broker.acknowledge-failed reason={}", e.toString());
    }

    private void acknowledge(ServerSession own, OperationContext context) throws Exception {
        scheduled.set(false);
        Transaction transaction = own.newTransaction();
        try {
            for (Long id = waiting.poll(); id != null; id = waiting.poll()) {
                MessageReference reference = consumer.removeReferenceByID(id);
                // It is back in the queue if the consumer has ended.
                if (reference != null) {
                    consumer.metricsAcknowledge(reference, transaction);
                    reference.acknowledge(transaction, consumer);
                }
            }
            transaction.commit();
        } catch (Exception e) {
            transaction.rollback();
            throw e;
        }
    }
}
