package dev.sealpost.broker.guard;

import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPLargeMessage;

/** Marks a message with the reason why it cannot be an event, and removes properties that could break its consumer. */
final class MarkUnreadable {

    private MarkUnreadable() {}

    /** @param isOfMqtt as in {@link BrokerProperties#refusal} */
    static void mark(Message message, String reason, boolean isOfMqtt) {
        if (message instanceof AMQPLargeMessage large) {
            // Its properties are in a file and stay as they are.
            large.createExtraProperties()
                    .putSimpleStringProperty(SimpleString.of(Addresses.UNREADABLE), SimpleString.of(reason));
            return;
        }
        List.copyOf(message.getPropertyNames()).stream()
                .filter(name -> BrokerProperties.refusal(name.toString(), message.getObjectProperty(name), isOfMqtt)
                        .isPresent())
                .forEach(message::removeProperty);
        message.putStringProperty(Addresses.UNREADABLE, reason);
        message.reencode();
    }
}
