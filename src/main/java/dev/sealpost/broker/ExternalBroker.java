package dev.sealpost.broker;

import dev.sealpost.broker.BrokerSettings.External;
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
 * A broker, or a pair of them, that nodes share. Keeps one line to it: while that works, the broker counts as there; when
 * it is opened anew, the settings are checked anew, for another broker may have taken over.
 */
public final class ExternalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalBroker.class);

    /** A pair takes its time to hand over, and a broker to start. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final BrokerSessions lines;
    private final Semaphore lost = new Semaphore(0);
    private @Nullable BackgroundWork watch;
    private int failures;
    private volatile @Nullable BrokerSession line;
    private volatile String nodeId = "";

    ExternalBroker(External settings) {
        String url = url(settings);
        this.lines = new BrokerSessions(() -> locator(url), settings.user(), settings.password());
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
                    "sealpost.broker.external.url (SEALPOST_BROKER_URL) is no URL of a broker. Examples: tcp://host:61616,"
                            + " (tcp://a:61616,tcp://b:61616)?ha=true");
        }
    }

    /**
     * Returns once the broker is there and its settings are right.
     *
     * @throws IllegalStateException when its settings could lose accepted events
     * @throws BrokerUnavailableException when it cannot be reached for a minute
     */
    void start(Background background) {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try {
                connect();
                break;
            } catch (BrokerUnavailableException e) {
                if (System.nanoTime() - end > 0) {
                    throw new BrokerUnavailableException(
                            e.getMessage() + ". Tried for " + START_PATIENCE.toSeconds()
                                    + " s with SEALPOST_BROKER_URL, _USER and _PASSWORD.",
                            e);
                }
                LOG.warn("broker.away reason={}", e.getMessage());
                rest();
            }
        }
        failures = 0;
        watch = background.every("broker", Duration.ZERO, this::watch);
    }

    private void connect() {
        BrokerSession opened = lines.open();
        try {
            nodeId = ExternalSettings.require(opened.session(), lines.user());
        } catch (IllegalStateException | BrokerUnavailableException e) {
            opened.close();
            throw e;
        } catch (Exception e) {
            opened.close();
            throw new BrokerUnavailableException("The broker does not answer: " + e.getMessage(), e);
        }
        line = opened;
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
            close(line);
            connect();
        } catch (BrokerUnavailableException e) {
            LOG.warn("broker.away reason={}", e.getMessage());
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

    /** How this node gets in. */
    BrokerSessions lines() {
        return lines;
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
        BrokerSession open = line;
        return open != null && !open.isLost();
    }

    /** Left to the broker, whose disk it is: it refuses what it has no room for. */
    @Override
    public boolean isNearlyFull() {
        return false;
    }

    @Override
    public long count(String queue) {
        BrokerSession open = line;
        if (open == null) {
            throw new BrokerUnavailableException("The broker is away", null);
        }
        try {
            synchronized (open) {
                return open.session().queueQuery(SimpleString.of(queue)).getMessageCount();
            }
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The broker does not count its messages: " + e.getMessage(), e);
        }
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
        BrokerSession open = line;
        if (open == null) {
            throw new BrokerUnavailableException("The broker is away", null);
        }
        synchronized (open) {
            try (ManagementQuestions questions = new ManagementQuestions(open.session())) {
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
        close(line);
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
