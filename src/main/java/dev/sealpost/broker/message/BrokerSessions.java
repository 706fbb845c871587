package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** Opens sessions to a broker, all with the settings that this node relies on. */
public final class BrokerSessions {

    private static final int CONFIRMATION_WINDOW = 1024 * 1024;
    private static final int NO_WINDOW = -1;

    /** Time until the broker drops a silent connection and redelivers its messages to other nodes. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private static final Duration CHECK_PERIOD = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<ServerLocator> locators;
    private final String user;
    private final String password;

    public BrokerSessions(Supplier<ServerLocator> locators, String user, String password) {
        this.locators = locators;
        this.user = user;
        this.password = password;
    }

    /**
     * Opens a session for sending, with asynchronous send confirmations.
     *
     * @throws BrokerUnavailableException when the broker cannot be reached or rejects the login
     */
    public BrokerSession openToSend() {
        return open(CONFIRMATION_WINDOW);
    }

    /**
     * Opens a session for everything else. Without a confirmation window the broker knows that the session cannot be
     * reattached, and redelivers its messages as soon as the connection closes instead of after the TTL.
     *
     * @throws BrokerUnavailableException when the broker cannot be reached or rejects the login
     */
    public BrokerSession open() {
        return open(NO_WINDOW);
    }

    private BrokerSession open(int confirmationWindow) {
        ServerLocator locator = locators.get();
        locator.addIncomingInterceptor(new PlainDelivery());
        locator.setConsumerWindowSize(BrokerAccess.CONSUMER_WINDOW);
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

    public String user() {
        return user;
    }
}
