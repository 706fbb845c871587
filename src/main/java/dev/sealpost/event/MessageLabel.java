package dev.sealpost.event;

import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.event.UnfitContentException.Part;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out what a message of the broker says that its body is. */
final class MessageLabel {

    /** Set by clients of JMS on each message of bytes over AMQP, whatever the bytes are. */
    private static final String ANY_BYTES = "application/octet-stream";

    /** What AMQP has a field for, under the name that Artemis gives it; and what producers of the others call it. */
    private static final List<String> ENCODINGS =
            List.of("JMS_AMQP_ContentEncoding", "content-encoding", "Content-Encoding", "content_encoding");

    private static final Pattern ONE_LINE = Pattern.compile("[ -~]+");

    private MessageLabel() {}

    /** @throws UnfitContentException when the message says that its body is compressed */
    static void requireUncompressed(ReceivedMessage message) {
        ENCODINGS.forEach(name -> message.property(name).ifPresent(CheckContent::requireUncompressed));
    }

    /**
     * The body of a message from a stranger. The property counts before the field of the protocol.
     *
     * @throws UnfitContentException when it is not what its label says
     */
    static Content checked(ReceivedMessage message, byte[] bytes) {
        Optional<String> label = message.property(MessageProperties.CONTENT_TYPE)
                .or(() -> message.contentType().filter(type -> !type.equals(ANY_BYTES) || !Json.isWellFormed(bytes)));
        return CheckContent.of(label, bytes);
    }

    /**
     * The body of a message that a node published: it was checked before it was accepted, by the rules of the build that did so.
     *
     * @throws UnfitContentException when the label cannot be sent as a header
     */
    static Content kept(ReceivedMessage message, byte[] bytes) {
        String label = message.property(MessageProperties.CONTENT_TYPE).orElse(Content.JSON);
        if (!ONE_LINE.matcher(label).matches()) {
            throw new UnfitContentException(Part.LABEL, "has characters that no header can have");
        }
        return new Content(label, new Payload(bytes));
    }
}
