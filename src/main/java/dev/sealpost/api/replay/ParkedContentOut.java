package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sealpost.replay.ParkedMessages.Content;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A parked message with what is in it.
 *
 * @param headers what stood beside the body, each as text
 * @param body its first 64 KiB, where they are text in UTF-8
 * @param bodyBase64 the same where they are not
 * @param bodyTruncated whether there is more of it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ParkedContentOut(
        @JsonUnwrapped ParkedOut message,
        Map<String, String> headers,
        Optional<String> body,
        Optional<String> bodyBase64,
        boolean bodyTruncated) {

    /** The last character of a cut text may be cut too. */
    private static final int LONGEST_CHARACTER = 4;

    static ParkedContentOut of(Content content) {
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
