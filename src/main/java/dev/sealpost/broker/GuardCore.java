package dev.sealpost.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Lets a client do nothing on the channel of a Core connection that comes before its login, but log in. Artemis asks for no
 * password there before it hands a session over to another connection (CVE-2026-57967) or makes a queue.
 */
final class GuardCore implements Interceptor {

    private static final SimpleString ROUTING = SimpleString.of("_AMQ_ROUTING_TYPE");
    private static final int NOTHING_CONFIRMED = -1;

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionSendMessage send) {
            requireRouting(send.getMessage());
        }
        if (packet.getChannelID() != CHANNEL_ID.SESSION.id || !(connection instanceof CoreRemotingConnection client)) {
            return true;
        }
        return switch (packet.getType()) {
            case PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2, PacketImpl.CHECK_FOR_FAILOVER -> true;
            case PacketImpl.REATTACH_SESSION -> {
                // A client that has lost its connection logs in anew then.
                client.getChannel(CHANNEL_ID.SESSION.id, NOTHING_CONFIRMED)
                        .send(new ReattachSessionResponseMessage(NOTHING_CONFIRMED, false));
                yield false;
            }
            default -> {
                ActiveMQException refusal = new ActiveMQSecurityException("log in first");
                connection.fail(refusal);
                yield false;
            }
        };
    }

    /** Artemis reads this one, and fails over it, before {@link AdmitMessages} sees the message. */
    private static void requireRouting(Message message) {
        if (!message.containsProperty(ROUTING)) {
            return;
        }
        BrokerProperties.refusal(ROUTING.toString(), message.getObjectProperty(ROUTING), false)
                .ifPresent(reason -> {
                    message.removeProperty(ROUTING);
                    message.putStringProperty(Addresses.REFUSED, reason);
                });
    }
}
