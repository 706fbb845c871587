package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sealpost.replay.ParkedMessages.ParkedContent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Parked message with its content in an answer.
 *
 * @param headers original headers as text
 * @param body the first 64 KiB, if they are UTF-8 text
 * @param bodyBase64 the first 64 KiB otherwise
 * @param bodyTruncated whether the body is longer
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ParkedContentOut(
        @JsonUnwrapped ParkedOut message,
        Map<String, String> headers,
        Optional<String> body,
        Optional<String> bodyBase64,
        boolean bodyTruncated) {

    /** Maximum bytes of a UTF-8 character; the last one of a truncated text may be incomplete. */
    private static final int LONGEST_CHARACTER = 4;

    static ParkedContentOut of(ParkedContent content) {
        byte[] head = content.head();
        boolean truncated = content.parked().size() > head.length;
        Optional<String> text = text(head, truncated);
        return new ParkedContentOut(
                ParkedOut.of(content.parked()),
                content.headers(),
                text,
                text.isPresent()
                        ? Optional.empty()
                        : Optional.of(Base64.getEncoder().encodeToString(head)),
                truncated);
    }

    private static Optional<String> text(byte[] head, boolean truncated) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(head);
        CharBuffer text = CharBuffer.allocate(head.length);
        CoderResult result = decoder.decode(bytes, text, !truncated);
        return result.isUnderflow() && bytes.remaining() < LONGEST_CHARACTER
                ? Optional.of(text.flip().toString())
                : Optional.empty();
    }
}
