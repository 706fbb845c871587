package dev.sealpost.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** Opens lines to one broker, all with the settings that this node relies on. */
final class Lines {

    private static final int CONSUMER_WINDOW = 1024 * 1024;
    private static final int CONFIRMATION_WINDOW = 1024 * 1024;

    /** How long the broker keeps a connection that is silent: after that, what a frozen node had goes to others. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private static final Duration CHECK_PERIOD = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<ServerLocator> locators;
    private final String user;
    private final String password;

    Lines(Supplier<ServerLocator> locators, String user, String password) {
        this.locators = locators;
        this.user = user;
        this.password = password;
    }

    /** @throws BrokerUnavailableException when the broker does not let us in */
    Line open() {
        ServerLocator locator = locators.get();
        locator.setConsumerWindowSize(CONSUMER_WINDOW);
        locator.setConfirmationWindowSize(CONFIRMATION_WINDOW);
        locator.setBlockOnDurableSend(false);
        locator.setBlockOnAcknowledge(false);
        locator.setReconnectAttempts(0);
        locator.setFailoverAttempts(0);
        locator.setConnectionTTL(TIME_TO_LIVE.toMillis());
        locator.setClientFailureCheckPeriod(CHECK_PERIOD.toMillis());
        locator.setCallTimeout(CALL_TIMEOUT.toMillis());
        return Line.open(locator, user, password);
    }

    String user() {
        return user;
    }
}
