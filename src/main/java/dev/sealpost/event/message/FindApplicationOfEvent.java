package dev.sealpost.event.message;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.event.MessageProperties;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Finds the application of an event where {@link ReadMessage} will find it, without reading the rest. */
@Component
final class FindApplicationOfEvent implements FindApplication {

    private final ApplicationDirectory applications;

    /** Loads the applications: the broker takes in events before the node has read its tables. */
    @Autowired
    FindApplicationOfEvent(ApplicationDirectory applications, UrgentReads reads) {
        this(applications);
        applications.load(reads.sql(), 0);
    }

    FindApplicationOfEvent(ApplicationDirectory applications) {
        this.applications = applications;
    }

    @Override
    public Optional<String> of(ReceivedMessage message) {
        return message.property(Addresses.UNREADABLE).isPresent()
                ? Optional.empty()
                : name(message).flatMap(applications::find).map(ApplicationId::value);
    }

    private static Optional<String> name(ReceivedMessage message) {
        Optional<String> named = message.property(MessageProperties.APPLICATION);
        return message.property(MessageProperties.TYPE).isPresent()
                ? named
                : CloudEventMessage.application(message, () -> bytes(message)).or(() -> named);
    }

    private static byte[] bytes(ReceivedMessage message) {
        return message.body() instanceof MessageBody.Bytes(byte[] bytes) ? bytes : new byte[0];
    }
}
