package dev.sealpost.broker.guard;

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
 * Admission control of the embedded broker. Rejects messages that are too large or that the node could not read: an
 * AMQP producer gets a rejected transfer, JMS an exception, STOMP an ERROR. If the producer does not await the answer,
 * accepts the message with the reason in a property, and the node parks it.
 */
public final class AdmitMessages implements ActiveMQServerPlugin {

    /** User of the connections of the node itself, which may send anything. */
    public static final String NODE_USER = "sealpost-node";

    private final DataSize largest;

    /**
     * @param largest maximum size of a body, both compressed and uncompressed
     */
    public AdmitMessages(DataSize largest) {
        this.largest = largest;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (NODE_USER.equals(session.getUsername())
                || message.getAddress() == null
                || !message.getAddress().startsWith(Addresses.EVENTS)) {
            return;
        }
        boolean isOfAmqp = session.getRemotingConnection() instanceof ActiveMQProtonRemotingConnection;
        // A Core client can wrap an AMQP message in one of its own.
        if (message instanceof AMQPMessage wrapped && !isOfAmqp) {
            ReadableAmqp.make(wrapped);
        }
        Optional<String> refusal = safeRefusal(message, isOfMqtt(session));
        if (refusal.isEmpty()) {
            return;
        }
        if (isAnswerAwaited(session, message)) {
            throw new MessageRefusedException(refusal.get());
        }
        MarkUnreadable.mark(message, refusal.get(), isOfMqtt(session));
    }

    /** Never throws a RuntimeException: Artemis accepts the message if a plugin fails. */
    private Optional<String> safeRefusal(Message message, boolean isOfMqtt) throws ActiveMQException {
        try {
            return refusal(message, isOfMqtt);
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of("the message cannot be read");
        }
    }

    private static boolean isOfMqtt(ServerSession session) {
        // The name is followed by the version.
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
                ? Optional.of("the body has several sections; a message of this size must have a single one")
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
                        + " says that the body is compressed, but it is not, or it is truncated");
        };
    }

    private String tooLarge(String what) {
        return what + "; the maximum is " + largest.toBytes() + " (sealpost.broker.clients.largest-message)";
    }

    /** Returns whether the sender awaits the answer. A Core client does so for durable messages only. */
    static boolean isAnswerAwaited(ServerSession session, Message message) {
        if (session.getRemotingConnection() instanceof ActiveMQProtonRemotingConnection client) {
            return AmqpSettlement.isAwaited(client);
        }
        return !isOfMqtt(session) && (isOfStomp(session) || message.isDurable());
    }

    private static boolean isOfStomp(ServerSession session) {
        return "STOMP".equals(session.getRemotingConnection().getProtocolName());
    }
}
