package dev.sealpost.event.message;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.Content;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.UnfitContentException.ContentPart;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Determines the content type of a message of the broker. */
final class MessageLabel {

    /** Content type that JMS clients set on every bytes message over AMQP. */
    private static final String ANY_BYTES = "application/octet-stream";

    /** Names of the content encoding: the AMQP field as Artemis names it, then those that other producers use. */
    private static final List<String> ENCODINGS =
            List.of("JMS_AMQP_ContentEncoding", "content-encoding", "Content-Encoding", "content_encoding");

    private static final Pattern ONE_LINE = Pattern.compile("[ -~]+");

    private MessageLabel() {}

    /** @throws UnfitContentException if the message declares a compressed body */
    static void requireUncompressed(ReceivedMessage message) {
        ENCODINGS.forEach(name -> message.property(name).ifPresent(CheckContent::requireUncompressed));
    }

    /**
     * Checks the body of a message from another producer. The property takes precedence over the field of the protocol.
     *
     * @throws UnfitContentException if the body does not match its content type
     */
    static Content checked(ReceivedMessage message, byte[] bytes) {
        Optional<String> label = message.property(MessageProperties.CONTENT_TYPE)
                .or(() -> message.contentType().filter(type -> !type.equals(ANY_BYTES) || !Json.isWellFormed(bytes)));
        return CheckContent.of(label, bytes);
    }

    /**
     * Returns the body of a message published by a node, which was checked when it was accepted.
     *
     * @throws UnfitContentException if the content type cannot be sent as a header
     */
    static Content trusted(ReceivedMessage message, byte[] bytes) {
        String label = message.property(MessageProperties.CONTENT_TYPE).orElse(Content.JSON);
        if (!ONE_LINE.matcher(label).matches()) {
            throw new UnfitContentException(ContentPart.LABEL, "has characters that are invalid in a header");
        }
        return new Content(label, new Payload(bytes));
    }
}
