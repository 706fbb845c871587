package dev.sealpost.broker;

import dev.sealpost.broker.BrokerSettings.External;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerSession;
import dev.sealpost.broker.message.BrokerSessions;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.RemoteAccess;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.BackOff;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * External broker, or a pair of them, that nodes share. Keeps one session open: the broker counts as active while it
 * lasts. Each time it reopens the session it checks the settings again, since another broker may have taken over.
 */
public final class ExternalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalBroker.class);

    /** Long enough for a broker to start or for a pair to fail over. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final BrokerSessions sessions;
    private final Semaphore lost = new Semaphore(0);
    private @Nullable BackgroundWork watch;
    private int failures;
    private volatile @Nullable BrokerSession session;
    private volatile String nodeId = "";

    ExternalBroker(External settings) {
        String url = url(settings);
        this.sessions = new BrokerSessions(() -> locator(url), settings.user(), settings.password());
    }

    private static String url(External settings) {
        if (settings.trustStore().isBlank()) {
            return settings.url();
        }
        return settings.url() + (settings.url().contains("?") ? "&" : "?") + "sslEnabled=true&trustStorePath="
                + encode(settings.trustStore()) + "&trustStorePassword=" + encode(settings.trustStorePassword());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static ServerLocator locator(String url) {
        try {
            return ActiveMQClient.createServerLocator(url);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "sealpost.broker.external.url (SEALPOST_BROKER_URL) is not a valid broker URL. Examples: tcp://host:61616,"
                            + " (tcp://a:61616,tcp://b:61616)?ha=true");
        }
    }

    /**
     * Connects and returns once the settings are verified.
     *
     * @throws IllegalStateException when its settings could lose accepted events
     * @throws BrokerUnavailableException when the broker cannot be reached for a minute
     */
    void start(Background background) {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                connect();
                break;
            } catch (BrokerUnavailableException e) {
                if (System.nanoTime() - end > 0) {
                    throw new BrokerUnavailableException(
                            e.getMessage() + ". Tried for " + START_TIMEOUT.toSeconds()
                                    + " s with SEALPOST_BROKER_URL, _USER and _PASSWORD.",
                            e);
                }
                LOG.warn("broker.unavailable reason={}", e.getMessage());
                rest();
            }
        }
        failures = 0;
        watch = background.every("broker", Duration.ZERO, this::watch);
    }

    private void connect() {
        BrokerSession opened = sessions.open();
        try {
            nodeId = ExternalSettings.require(opened.client(), sessions.user());
        } catch (IllegalStateException | BrokerUnavailableException e) {
            opened.close();
            throw e;
        } catch (Exception e) {
            opened.close();
            throw new BrokerUnavailableException("The broker does not answer: " + e.getMessage(), e);
        }
        session = opened;
        opened.whenLost(lost::release);
        LOG.info("broker.connected nodeId={}", nodeId);
    }

    private void watch() {
        if (isActive()) {
            failures = 0;
            awaitLoss();
            return;
        }
        try {
            close(session);
            connect();
        } catch (BrokerUnavailableException e) {
            LOG.warn("broker.unavailable reason={}", e.getMessage());
            rest();
        } catch (RuntimeException e) {
            LOG.error("broker.refused reason={}", e.getMessage());
            rest();
        }
    }

    private void awaitLoss() {
        try {
            lost.tryAcquire(1, TimeUnit.SECONDS);
            lost.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public BrokerAccess access(Spooling spooling) {
        return new RemoteAccess(sessions, this::isActive, spooling);
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<String> eventQueues() {
        return List.of(Addresses.EVENTS, Addresses.ORDERED);
    }

    @Override
    public boolean isActive() {
        BrokerSession open = session;
        return open != null && !open.isLost();
    }

    /** Returns false: an external broker monitors its own disk and refuses events itself. */
    @Override
    public boolean isNearlyFull() {
        return false;
    }

    @Override
    public long count(String queue) {
        BrokerSession open = session;
        if (open == null) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
        try {
            synchronized (open) {
                return open.client().queueQuery(SimpleString.of(queue)).getMessageCount();
            }
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The broker did not return the message count: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasUndelivered(String queue) {
        return head(queue).isPresent();
    }

    @Override
    public Optional<QueueHead> head(String queue) {
        return QueueHead.parse(String.valueOf(ask(queue, "peekFirstMessageAsJSON")));
    }

    @Override
    public boolean remove(String queue, long messageId) {
        return Boolean.TRUE.equals(ask(queue, "removeMessage", messageId));
    }

    @Override
    public boolean moveToDead(String queue, long messageId) {
        return Boolean.TRUE.equals(ask(queue, "moveMessage", messageId, Addresses.DEAD));
    }

    private Object ask(String queue, String operation, Object... arguments) {
        BrokerSession open = session;
        if (open == null) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
        synchronized (open) {
            try (ManagementQuestions questions = new ManagementQuestions(open.client())) {
                return questions.ofQueue(queue, operation, arguments);
            } catch (BrokerUnavailableException e) {
                throw e;
            } catch (Exception e) {
                throw new BrokerUnavailableException("The broker does not answer: " + e.getMessage(), e);
            }
        }
    }

    void stop() {
        if (watch != null) {
            watch.close(Duration.ZERO);
        }
        lost.release();
        close(session);
    }

    private static void close(@Nullable BrokerSession open) {
        if (open != null) {
            open.close();
        }
    }

    /** Pauses longer after each failure in a row. */
    private void rest() {
        failures++;
        LockSupport.parkNanos(BACK_OFF.after(failures).toNanos());
    }
}
