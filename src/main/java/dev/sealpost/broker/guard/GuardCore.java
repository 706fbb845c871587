package dev.sealpost.broker.guard;

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
 * Allows only login packets on the unauthenticated channel of a Core connection. Artemis requires no password there to
 * reattach a session to another connection (CVE-2026-57967) or to create a queue.
 */
public final class GuardCore implements Interceptor {

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
                // Makes a client that lost its connection log in again.
                client.getChannel(CHANNEL_ID.SESSION.id, NOTHING_CONFIRMED)
                        .send(new ReattachSessionResponseMessage(NOTHING_CONFIRMED, false));
                yield false;
            }
            default -> {
                ActiveMQException refusal = new ActiveMQSecurityException("authentication required");
                connection.fail(refusal);
                yield false;
            }
        };
    }

    /** Artemis reads the routing type, and fails on an invalid one, before {@link AdmitMessages} sees the message. */
    public static void requireRouting(Message message) {
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
