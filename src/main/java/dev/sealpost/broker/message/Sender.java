package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.List;

/** Sends messages to a broker, for any number of threads. */
public interface Sender extends AutoCloseable {

    /**
     * Opens the session, unless one is open.
     *
     * @throws BrokerUnavailableException when the broker cannot be reached or rejects the login
     */
    void open();

    /**
     * Sends the messages in order and returns once the journal is synced. Some may be stored even if this throws.
     *
     * @param timeout for all of them together
     * @throws BrokerUnavailableException when the broker refuses a message or does not confirm all within the timeout
     */
    void send(String address, List<OutgoingMessage> messages, Duration timeout);

    @Override
    void close();
}
