package dev.sealpost.broker.message;

import dev.sealpost.broker.guard.AdmitMessages;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerImpl;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Removes properties of a received message that the Artemis client acts on. The client would inflate a body of any
 * size, fail on one that is not compressed, and withhold one that poses as a signal of the broker; each stops the
 * consumer. Needed because an external broker has no {@link AdmitMessages}.
 */
final class PlainDelivery implements Interceptor {

    /** Replaces the flag of Artemis, so that {@link MessageBodies} inflates within the limit. */
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

    /** Returns whether the broker sent it: a signal is not durable and has this single property. */
    private static boolean isSignal(Message message) {
        return !message.isDurable()
                && message.getPropertyNames().size() == 1
                && message.getObjectProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE) instanceof Long;
    }
}
