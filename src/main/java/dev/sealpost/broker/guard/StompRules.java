package dev.sealpost.broker.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrame;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrameInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Makes every STOMP message durable before Artemis checks whether it is large, which is too early for
 * {@link KeepEverything}. Rejects what {@link AdmitMessages} would reject, with a one-line reason; Artemis would answer
 * with the whole message or a Java class name.
 */
public final class StompRules implements StompFrameInterceptor {

    private static final String CONTENT_LENGTH = "content-length";

    private static final List<String> NUMBERS =
            List.of("priority", "expires", "AMQ_SCHEDULED_TIME", "AMQ_SCHEDULED_DELAY");

    @Override
    public boolean intercept(StompFrame frame, RemotingConnection connection) {
        if (!frame.getCommand().equals("SEND")) {
            return true;
        }
        Optional<String> refusal = refusal(frame.getHeadersMap());
        if (refusal.isPresent() && connection instanceof StompConnection client) {
            refuse(client, refusal.get());
            return false;
        }
        frame.addHeader("persistent", "true");
        keepBytes(frame);
        return true;
    }

    /** Adds a missing length: Artemis decodes a body without one as text, which corrupts other bytes. */
    private static void keepBytes(StompFrame frame) {
        byte[] body = frame.getBodyAsBytes();
        if (body != null && !frame.hasHeader(CONTENT_LENGTH)) {
            frame.addHeader(CONTENT_LENGTH, Integer.toString(body.length));
        }
    }

    static void refuse(StompConnection client, String reason) {
        StompFrame error = client.getFrameHandler().createStompFrame("ERROR");
        error.addHeader("message", reason);
        client.sendFrame(error, null);
        client.destroy();
    }

    private static Optional<String> refusal(Map<String, String> headers) {
        int size = headers.entrySet().stream()
                .mapToInt(each -> each.getKey().length() + each.getValue().length())
                .sum();
        // Artemis stores two bytes for each character.
        if (size > BrokerProperties.LARGEST_OF_ALL / 2) {
            return Optional.of(BrokerProperties.tooLarge());
        }
        for (Map.Entry<String, String> each : headers.entrySet()) {
            Optional<String> refusal = NUMBERS.contains(each.getKey())
                    ? refusalOfNumber(each.getKey(), each.getValue())
                    : BrokerProperties.refusal(each.getKey(), each.getValue(), false);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refusalOfNumber(String header, String value) {
        try {
            long number = Long.parseLong(value);
            return header.equals("priority") && (number < 0 || number > 9)
                    ? Optional.of("the header priority must be a number from 0 to 9")
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("the header " + header + " must be an integer");
        }
    }
}
