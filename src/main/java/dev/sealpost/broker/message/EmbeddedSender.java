package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends inside the embedded broker: the messages enter a session of the broker without a connection. Callers wait until
 * the journal is synced, and many share one sync. When the session ends, waiting callers fail, and the next one opens
 * another.
 */
final class EmbeddedSender implements Sender {

    /** Lets a consumer that waits have the message on the thread that synced it. */
    private static final boolean DIRECT = true;

    private static final @Nullable String ANONYMOUS = null;

    private final Function<EmbeddedSession.Listener, EmbeddedSession> sessions;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Channel channel;

    /** @param sessions opens a session, or throws {@link BrokerUnavailableException} */
    EmbeddedSender(Function<EmbeddedSession.Listener, EmbeddedSession> sessions) {
        this.sessions = sessions;
    }

    @Override
    public void open() {
        channel();
    }

    private Channel channel() {
        Channel known = channel;
        if (known != null && !known.session.isEnded()) {
            return known;
        }
        opening.lock();
        try {
            known = channel;
            if (known == null || known.session.isEnded()) {
                known = new Channel(sessions);
                channel = known;
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    @Override
    public void send(String address, List<OutgoingMessage> messages, Duration timeout) {
        Channel open = channel();
        Confirmation confirmation = new Confirmation();
        open.enter(confirmation);
        try {
            open.session.execute(
                    (session, context) -> {
                        if (!confirmation.isDone()) {
                            open.send(session, address, messages);
                            context.executeOnCompletion(confirmation);
                        }
                    },
                    confirmation::completeExceptionally);
            confirmation.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            confirmation.cancel(false);
            throw new BrokerUnavailableException("The broker has not synced the message within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while waiting for the broker's confirmation", e);
        } finally {
            open.leave(confirmation);
        }
    }

    private static BrokerUnavailableException failure(Throwable cause) {
        return cause instanceof BrokerUnavailableException ended
                ? ended
                : new BrokerUnavailableException("The broker refuses the message: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        Channel known = channel;
        if (known != null) {
            known.session.close();
        }
    }

    /** Session with the callers that wait for its confirmations. */
    private static final class Channel implements EmbeddedSession.Listener {

        private final EmbeddedSession session;
        private final ComposeMessage compose;
        private final Set<Confirmation> waiting = ConcurrentHashMap.newKeySet();

        Channel(Function<EmbeddedSession.Listener, EmbeddedSession> sessions) {
            this.session = sessions.apply(this);
            this.compose = new ComposeMessage(session.storage());
        }

        void send(ServerSession own, String address, List<OutgoingMessage> messages) throws Exception {
            for (OutgoingMessage each : messages) {
                Message message = compose.compose(address, each);
                try {
                    own.send(message, DIRECT, ANONYMOUS);
                } catch (Exception e) {
                    if (message instanceof LargeServerMessage large) {
                        large.deleteFile();
                    }
                    throw e;
                }
            }
        }

        void enter(Confirmation sender) {
            waiting.add(sender);
            if (session.isEnded()) {
                sessionEnded();
            }
        }

        void leave(Confirmation sender) {
            waiting.remove(sender);
        }

        @Override
        public void sessionEnded() {
            waiting.forEach(sender -> sender.completeExceptionally(
                    new BrokerUnavailableException("The session in the broker has ended", null)));
        }
    }

    private static final class Confirmation extends CompletableFuture<Boolean> implements IOCallback {

        @Override
        public void done() {
            complete(true);
        }

        @Override
        public void onError(int code, String reason) {
            completeExceptionally(
                    new BrokerUnavailableException("The broker cannot write its journal: " + reason, null));
        }
    }
}
