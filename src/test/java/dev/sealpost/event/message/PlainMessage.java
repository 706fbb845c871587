package dev.sealpost.event.message;

import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A message that is nothing but properties and a body. */
record PlainMessage(Map<String, String> properties, MessageBody body) implements ReceivedMessage {

    @Override
    public boolean hasProperties() {
        return !properties.isEmpty();
    }

    @Override
    public Optional<String> contentType() {
        return Optional.empty();
    }

    @Override
    public long id() {
        return 7;
    }

    @Override
    public Optional<Instant> sentAt() {
        return Optional.empty();
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    @Override
    public void acknowledge() {}

    @Override
    public void giveBack() {}
}
