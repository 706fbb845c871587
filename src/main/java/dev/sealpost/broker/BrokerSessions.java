package dev.sealpost.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** Opens lines to one broker, all with the settings that this node relies on. */
final class BrokerSessions {

    static final int CONSUMER_WINDOW = 1024 * 1024;
    private static final int CONFIRMATION_WINDOW = 1024 * 1024;
    private static final int NO_WINDOW = -1;

    /** How long the broker keeps a connection that is silent: after that, what a frozen node had goes to others. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private static final Duration CHECK_PERIOD = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<ServerLocator> locators;
    private final String user;
    private final String password;

    BrokerSessions(Supplier<ServerLocator> locators, String user, String password) {
        this.locators = locators;
        this.user = user;
        this.password = password;
    }

    /**
     * For sending: answers to what was sent come by themselves.
     *
     * @throws BrokerUnavailableException when the broker does not let us in
     */
    BrokerSession openToSend() {
        return open(CONFIRMATION_WINDOW);
    }

    /**
     * For everything else. Without a window for answers the broker knows that nobody comes back to this session, and gives
     * what it had given out to others as soon as the connection is closed, and not after the time to live.
     *
     * @throws BrokerUnavailableException when the broker does not let us in
     */
    BrokerSession open() {
        return open(NO_WINDOW);
    }

    private BrokerSession open(int confirmationWindow) {
        ServerLocator locator = locators.get();
        locator.addIncomingInterceptor(new PlainDelivery());
        locator.setConsumerWindowSize(CONSUMER_WINDOW);
        locator.setConfirmationWindowSize(confirmationWindow);
        locator.setBlockOnDurableSend(false);
        locator.setBlockOnAcknowledge(false);
        locator.setReconnectAttempts(0);
        locator.setFailoverAttempts(0);
        locator.setConnectionTTL(TIME_TO_LIVE.toMillis());
        locator.setClientFailureCheckPeriod(CHECK_PERIOD.toMillis());
        locator.setCallTimeout(CALL_TIMEOUT.toMillis());
        return BrokerSession.open(locator, user, password);
    }

    String user() {
        return user;
    }
}
