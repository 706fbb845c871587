package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;

/**
 * Session inside the embedded broker, such as the protocols of Artemis have one for each client. All its work runs in
 * order on one thread at a time of the broker, in the context that counts what the journal has not synced yet.
 */
final class EmbeddedSession implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final ServerSession session;
    private final StorageManager storage;
    private final OperationContext context;
    private final ArtemisExecutor executor;
    private final Events events;

    /** Login of the node. */
    record Login(String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /** Work in the session, in its context. */
    interface Work {
        void run(ServerSession session, OperationContext context) throws Exception;
    }

    /** Work in the session that has a result. */
    interface Question<T> {
        T answer(ServerSession session, OperationContext context) throws Exception;
    }

    /** Receiver of what the broker does on its own. Its methods run inside the broker and must not wait. */
    interface Listener {

        /**
         * Takes a message over.
         *
         * @return the credits that it uses
         * @throws RuntimeException when it cannot be read; the broker then ends the consumer
         */
        default int delivered(MessageReference reference) {
            throw new IllegalStateException("this session has no consumer");
        }

        /** Learns that the broker ended the consumer. */
        default void consumerEnded() {}

        /** Learns that the session has ended, after everything that it left unacknowledged is back in its queue. */
        void sessionEnded();
    }

    /**
     * @throws BrokerUnavailableException when the broker is not running or rejects the login
     */
    static EmbeddedSession open(ActiveMQServer server, Login login, Listener listener) {
        try {
            ArtemisExecutor executor = server.getExecutorFactory().getExecutor();
            OperationContext context = server.getStorageManager().newContext(executor);
            Events events = new Events(listener);
            boolean commitsSends = true;
            boolean commitsAcknowledgements = true;
            ServerSession session = server.createSession(
                    UUID.randomUUID().toString(),
                    login.user(),
                    login.password(),
                    ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE,
                    new EmbeddedConnection(executor),
                    commitsSends,
                    commitsAcknowledgements,
                    false,
                    false,
                    null,
                    events,
                    false,
                    context,
                    Map.of(),
                    null,
                    null,
                    false);
            return new EmbeddedSession(session, server.getStorageManager(), context, executor, events);
        } catch (Exception e) {
            throw new BrokerUnavailableException("The broker accepts no session: " + e.getMessage(), e);
        }
    }

    private EmbeddedSession(
            ServerSession session,
            StorageManager storage,
            OperationContext context,
            ArtemisExecutor executor,
            Events events) {
        this.session = session;
        this.storage = storage;
        this.context = context;
        this.executor = executor;
        this.events = events;
    }

    boolean isEnded() {
        return session.isClosed();
    }

    StorageManager storage() {
        return storage;
    }

    /**
     * Hands work over, which runs after everything handed over earlier.
     *
     * @throws BrokerUnavailableException when the broker has stopped
     */
    void execute(Work work, Consumer<Exception> failed) {
        try {
            executor.execute(() -> {
                storage.setContext(context);
                try {
                    work.run(session, context);
                } catch (Exception e) {
                    failed.accept(e);
                } finally {
                    storage.clearContext();
                }
            });
        } catch (RejectedExecutionException e) {
            throw new BrokerUnavailableException("The broker has stopped", e);
        }
    }

    /**
     * Does the work after everything handed over earlier, and waits for it.
     *
     * @throws ActiveMQException when the broker refuses
     * @throws BrokerUnavailableException when the broker has stopped or does not answer in time
     */
    <T> T call(Question<T> question) throws ActiveMQException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute((own, ownContext) -> answer.complete(question.answer(own, ownContext)), answer::completeExceptionally);
        try {
            return answer.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ActiveMQException refusal) {
                throw refusal;
            }
            throw new BrokerUnavailableException("The broker has failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("The broker does not answer within " + CALL_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while waiting for the broker", e);
        }
    }

    /** Ends the session after the work handed over earlier, and waits until unacknowledged messages are back. */
    @Override
    public void close() {
        if (session.isClosed()) {
            return;
        }
        try {
            execute((own, ignored) -> own.close(false), e -> events.closed());
            events.ended.await(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (BrokerUnavailableException e) {
            // A stopped broker has ended the session.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Events implements SessionCallback {

        private final Listener listener;
        private final CountDownLatch ended = new CountDownLatch(1);

        Events(Listener listener) {
            this.listener = listener;
        }

        @Override
        public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveryCount) {
            return listener.delivered(reference);
        }

        @Override
        public void disconnect(ServerConsumer consumer, String reason) {
            listener.consumerEnded();
        }

        @Override
        public void closed() {
            ended.countDown();
            listener.sessionEnded();
        }

        /** Returns true: the credits of the consumer bound what it gets. */
        @Override
        public boolean hasCredits(ServerConsumer consumer) {
            return true;
        }

        @Override
        public boolean isWritable(ReadyListener listener, Object protocolContext) {
            return true;
        }

        @Override
        public boolean updateDeliveryCountAfterCancel(ServerConsumer consumer, MessageReference ref, boolean failed) {
            return false;
        }

        @Override
        public int sendLargeMessage(MessageReference ref, ServerConsumer consumer, long bodySize, int deliveryCount) {
            throw new IllegalStateException("the consumer reads large bodies by itself");
        }

        @Override
        public int sendLargeMessageContinuation(
                ServerConsumer consumer, byte[] body, boolean continues, boolean requiresResponse) {
            throw new IllegalStateException("the consumer reads large bodies by itself");
        }

        @Override
        public void afterDelivery() {}

        @Override
        public void browserFinished(ServerConsumer consumer) {}

        @Override
        public void sendProducerCreditsMessage(int credits, SimpleString address) {}

        @Override
        public void sendProducerCreditsFailMessage(int credits, SimpleString address) {}
    }
}
