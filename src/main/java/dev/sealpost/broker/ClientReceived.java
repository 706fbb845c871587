package dev.sealpost.broker;

import java.time.Instant;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** What a message of Artemis says of itself, however it came. */
abstract class ClientReceived implements ReceivedMessage {

    final ClientMessage message;

    ClientReceived(ClientMessage message) {
        this.message = message;
    }

    @Override
    public long id() {
        return message.getMessageID();
    }

    @Override
    public Optional<Instant> sentAt() {
        return message.getTimestamp() <= 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(message.getTimestamp()));
    }

    @Override
    public Optional<String> property(String name) {
        @Nullable Object value = message.getObjectProperty(name);
        return Optional.ofNullable(value).map(Object::toString);
    }
}
