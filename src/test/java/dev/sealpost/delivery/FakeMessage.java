package dev.sealpost.delivery;

import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A message of no broker, which counts how often it was acknowledged and given back. */
public final class FakeMessage implements ReceivedMessage {

    private final long id;
    private final Map<String, String> properties = new HashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger givenBack = new AtomicInteger();
    private volatile @Nullable RuntimeException unacknowledged;
    private volatile @Nullable Error unreadable;
    private MessageBody body = new MessageBody.Bytes("{}".getBytes(StandardCharsets.UTF_8));

    public FakeMessage(long id) {
        this.id = id;
    }

    public FakeMessage with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    public void failsToAcknowledge(RuntimeException failure) {
        unacknowledged = failure;
    }

    public FakeMessage unreadable(Error failure) {
        unreadable = failure;
        return this;
    }

    public FakeMessage withBody(String text) {
        body = new MessageBody.Bytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public int acknowledged() {
        return acknowledged.get();
    }

    public int givenBack() {
        return givenBack.get();
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public boolean hasProperties() {
        return !properties.isEmpty();
    }

    @Override
    public Optional<String> contentType() {
        return Optional.empty();
    }

    @Override
    public void giveBack() {
        givenBack.incrementAndGet();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Optional<Instant> sentAt() {
        return Optional.of(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Override
    public Optional<String> property(String name) {
        Error failure = unreadable;
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(properties.get(name));
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public void acknowledge() {
        acknowledged.incrementAndGet();
        RuntimeException failure = unacknowledged;
        if (failure != null) {
            throw failure;
        }
    }
}
