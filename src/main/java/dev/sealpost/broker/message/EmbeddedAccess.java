package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Access inside the process of the embedded broker. */
public final class EmbeddedAccess implements BrokerAccess {

    private final Supplier<ActiveMQServer> server;
    private final EmbeddedSession.Login login;
    private final RemoteAccess walks;
    private final Spooling spooling;
    private final Set<EmbeddedSession> opened = ConcurrentHashMap.newKeySet();

    /**
     * @param server the active broker; throws {@link BrokerUnavailableException} if it is not active
     * @param walks access for operators, who walk through a queue step by step
     * @param spooling temporary storage of messages too large for memory
     */
    public EmbeddedAccess(
            Supplier<ActiveMQServer> server, String user, String password, RemoteAccess walks, Spooling spooling) {
        this.server = server;
        this.login = new EmbeddedSession.Login(user, password);
        this.walks = walks;
        this.spooling = spooling;
    }

    @Override
    public Sender sender() {
        return new EmbeddedSender(this::open);
    }

    private EmbeddedSession open(EmbeddedSession.Listener listener) {
        EmbeddedSession session = EmbeddedSession.open(server.get(), login, listener);
        opened.removeIf(EmbeddedSession::isEnded);
        opened.add(session);
        return session;
    }

    @Override
    public MessageConsumer consume(String queue, Prefetch prefetch, Duration pause) {
        Prefetched prefetched = new Prefetched(prefetch);
        return EmbeddedConsumer.open(open(prefetched), prefetched, queue, spooling, pause);
    }

    @Override
    public QueueWalk walk(String queue, boolean browseOnly) {
        return walks.walk(queue, browseOnly);
    }

    @Override
    public void close() {
        opened.forEach(EmbeddedSession::close);
        walks.close();
    }
}
