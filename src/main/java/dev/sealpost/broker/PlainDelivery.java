package dev.sealpost.broker;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerImpl;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Takes those properties out of a message on its way to this node that make Artemis' client do something with it: it would inflate
 * a body of any size, fail over one that is not compressed, and hold one back that pretends to be a signal of the broker. Any of that ends
 * the reading of the queue. An external broker has no door of ours, so this is where it ends.
 */
final class PlainDelivery implements Interceptor {

    /** In place of Artemis' own flag, for {@link MessageBodies} to inflate within bounds. */
    static final String COMPRESSED = "sealpost_compressed";

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionReceiveMessage received) {
            makePlain(received.getMessage());
        } else if (packet instanceof SessionReceiveLargeMessage received) {
            makePlain(received.getLargeMessage());
        }
        return true;
    }

    private static void makePlain(Message message) {
        if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
            Object flag = message.removeProperty(Message.HDR_LARGE_COMPRESSED);
            if (Boolean.parseBoolean(String.valueOf(flag))) {
                message.putBooleanProperty(COMPRESSED, true);
            }
        }
        if (message.containsProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE) && !isSignal(message)) {
            message.removeProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE);
        }
    }

    /** The broker's own has this one property and is not kept. */
    private static boolean isSignal(Message message) {
        return !message.isDurable()
                && message.getPropertyNames().size() == 1
                && message.getObjectProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE) instanceof Long;
    }
}
