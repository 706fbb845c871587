package dev.sealpost.broker;

import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPLargeMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.springframework.util.unit.DataSize;

/**
 * The door of the embedded broker. What the node could not read later, or what is too large, is refused with a reason where the
 * producer hears it: a rejected transfer of AMQP, an exception of JMS, an ERROR of STOMP. Where it does not, the message is taken
 * with the reason in a property, and the node sets it aside.
 */
final class AdmitMessages implements ActiveMQServerPlugin {

    private final DataSize largest;

    /** @param largest that a body may be, compressed or not */
    AdmitMessages(DataSize largest) {
        this.largest = largest;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (EmbeddedBroker.NODE_USER.equals(session.getUsername())
                || message.getAddress() == null
                || !message.getAddress().startsWith(Addresses.EVENTS)) {
            return;
        }
        boolean isOfAmqp = session.getRemotingConnection() instanceof ActiveMQProtonRemotingConnection;
        // A client of Core can send an AMQP message in one of its own.
        if (message instanceof AMQPMessage wrapped && !isOfAmqp) {
            ReadableAmqp.make(wrapped);
        }
        Optional<String> refusal = safeRefusal(message, isOfMqtt(session));
        if (refusal.isEmpty()) {
            return;
        }
        if (isHeard(session, message)) {
            throw new MessageRefusedException(refusal.get());
        }
        MarkUnreadable.mark(message, refusal.get(), isOfMqtt(session));
    }

    /** Artemis lets a message in where a plugin fails. */
    private Optional<String> safeRefusal(Message message, boolean isOfMqtt) throws ActiveMQException {
        try {
            return refusal(message, isOfMqtt);
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of("the message cannot be read");
        }
    }

    private static boolean isOfMqtt(ServerSession session) {
        // With its version behind it.
        return String.valueOf(session.getRemotingConnection().getProtocolName()).startsWith("MQTT");
    }

    private Optional<String> refusal(Message message, boolean isOfMqtt) throws ActiveMQException {
        Object noted = message.getObjectProperty(Addresses.REFUSED);
        if (noted != null) {
            return Optional.of(noted.toString());
        }
        for (SimpleString name : message.getPropertyNames()) {
            Optional<String> refusal =
                    BrokerProperties.refusal(name.toString(), message.getObjectProperty(name), isOfMqtt);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (message instanceof LargeServerMessage large && large.getLargeBody().getBodySize() > largest.toBytes()) {
            return Optional.of(tooLarge("the body has " + large.getLargeBody().getBodySize() + " bytes"));
        }
        if (message instanceof AMQPLargeMessage large) {
            Optional<String> refusal =
                    refusalOfSections(AmqpSections.of(large.getData().array()));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Boolean.TRUE.equals(message.getObjectProperty(BrokerProperties.COMPRESSED))
                ? refusalOfCompressed(message)
                : Optional.empty();
    }

    private static Optional<String> refusalOfSections(AmqpSections sections) {
        return sections.hasSeveralData()
                ? Optional.of("the body is in several sections, and a message of this size is read from one only")
                : sections.defect();
    }

    private Optional<String> refusalOfCompressed(Message message) throws ActiveMQException {
        Inflated inflated = Inflated.BROKEN;
        if (message instanceof LargeServerMessage large && message instanceof ICoreMessage) {
            inflated = Inflated.of(large.getLargeBodyReader(), largest.toBytes());
        } else if (message instanceof ICoreMessage small) {
            inflated = Inflated.of(small.getReadOnlyBodyBuffer(), largest.toBytes());
        }
        return switch (inflated) {
            case WHOLE -> Optional.empty();
            case TOO_LARGE ->
                Optional.of(tooLarge("the body has more than " + largest.toBytes() + " bytes, uncompressed"));
            case BROKEN ->
                Optional.of("the property " + BrokerProperties.COMPRESSED
                        + " says that the body is compressed, and it is not, or it is cut short");
        };
    }

    private String tooLarge(String what) {
        return what + "; at most " + largest.toBytes() + " are taken (sealpost.broker.clients.largest-message)";
    }

    /** A client of Core does not wait for the answer to a message that it did not ask to keep. */
    static boolean isHeard(ServerSession session, Message message) {
        if (session.getRemotingConnection() instanceof ActiveMQProtonRemotingConnection client) {
            return AmqpSettlement.isAwaited(client);
        }
        return !isOfMqtt(session) && (isOfStomp(session) || message.isDurable());
    }

    private static boolean isOfStomp(ServerSession session) {
        return "STOMP".equals(session.getRemotingConnection().getProtocolName());
    }
}
