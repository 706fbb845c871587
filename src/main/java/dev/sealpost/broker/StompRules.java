package dev.sealpost.broker;

import org.apache.activemq.artemis.core.protocol.stomp.StompFrame;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrameInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Asks for a durable message where a STOMP client has not: here before Artemis looks whether it is large, other than in
 * {@link KeepEverything}.
 */
final class StompRules implements StompFrameInterceptor {

    @Override
    public boolean intercept(StompFrame frame, RemotingConnection connection) {
        if (frame.getCommand().equals("SEND")) {
            frame.addHeader("persistent", "true");
        }
        return true;
    }
}
