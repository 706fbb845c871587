package dev.sealpost.event.message;

import dev.sealpost.event.Content;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.UnfitContentException.ContentPart;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks bytes against their content type, for all sources of events. Valid content is delivered byte for byte under that type.
 * Content without a type must be JSON.
 */
public final class CheckContent {

    /** First bytes of compression formats, with which no text begins. */
    private static final Map<String, byte[]> COMPRESSED = Map.of(
            "gzip", new byte[] {0x1F, (byte) 0x8B},
            "zstd", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
            "xz", new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0},
            "zip", new byte[] {'P', 'K', 3, 4});

    /** Values that mean no compression; some producers of messages write the last two. */
    private static final Set<String> NO_COMPRESSION = Set.of("", "identity", "utf-8", "binary");

    private CheckContent() {}

    /**
     * Checks the bytes and returns them as content.
     *
     * @param label content type as the producer wrote it; empty if missing, which differs from an empty text
     * @throws UnfitContentException if the content type is malformed, or the bytes do not match it
     */
    public static Content of(Optional<String> label, byte[] bytes) {
        MediaLabel type = MediaLabel.parse(label.orElse(Content.JSON));
        if (type.isJson()) {
            requireJson(type, bytes, label.isPresent());
        } else {
            requireText(type, bytes);
        }
        return new Content(type.text(), new Payload(bytes));
    }

    /**
     * Refuses a content encoding other than none.
     *
     * @param encoding value of {@code Content-Encoding}
     */
    public static void requireUncompressed(String encoding) {
        if (!NO_COMPRESSION.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            String name = encoding.matches("[ ,!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}") ? " (" + encoding.strip() + ")" : "";
            throw compressed(name);
        }
    }

    /**
     * Encodes a text in UTF-8.
     *
     * @throws UnfitContentException if the text has an unpaired surrogate
     */
    public static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new UnfitContentException(ContentPart.BYTES, "has an unpaired surrogate, which UTF-8 cannot encode");
        }
    }

    /** Returns true if this content type is JSON. */
    public static boolean isJson(String label) {
        try {
            return MediaLabel.parse(label).isJson();
        } catch (UnfitContentException e) {
            return false;
        }
    }

    /**
     * Decodes the bytes in the character set of the content type, by default UTF-8; empty if they are not such text.
     *
     * @param label content type, possibly malformed: older builds did not check it
     */
    public static Optional<String> text(String label, byte[] bytes) {
        try {
            return Optional.of(decoded(charset(label), bytes));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Charset charset(String label) {
        try {
            return MediaLabel.parse(label).charset().orElse(StandardCharsets.UTF_8);
        } catch (UnfitContentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static void requireJson(MediaLabel type, byte[] bytes, boolean isLabelled) {
        if (bytes.length == 0) {
            throw new UnfitContentException(ContentPart.BYTES, "is empty, which is not JSON" + remedy(isLabelled));
        }
        requirePlainBytes(bytes);
        try {
            Json.requireWellFormed(bytes);
        } catch (MalformedJsonException e) {
            throw new UnfitContentException(
                    ContentPart.BYTES,
                    UnicodeForm.of(bytes)
                            .map(UnicodeForm::fault)
                            .orElseGet(() -> "is not JSON in UTF-8: " + e.getMessage() + " (line " + e.line()
                                    + ", column " + e.column() + ")" + remedy(isLabelled)));
        }
        requireUtf8(type, bytes);
    }

    /**
     * Refuses JSON with a character set other than UTF-8, unless the bytes are the same text in both.
     *
     * @throws UnfitContentException if they differ, or the content type is malformed
     */
    public static void requireUtf8(String label, byte[] json) {
        if (!label.equals(Content.JSON)) {
            requireUtf8(MediaLabel.parse(label), json);
        }
    }

    private static void requireUtf8(MediaLabel type, byte[] bytes) {
        if (type.charset().filter(charset -> !isUtf8(charset, bytes)).isPresent()) {
            throw new UnfitContentException(
                    ContentPart.LABEL,
                    "has charset=" + type.charset().orElseThrow() + ", but JSON is UTF-8; remove the parameter");
        }
    }

    /** Returns true if the bytes are the same text in this character set and in UTF-8. */
    private static boolean isUtf8(Charset charset, byte[] bytes) {
        return charset.equals(StandardCharsets.UTF_8)
                ? Utf8.firstInvalid(bytes) < 0
                : isSingleByte(charset) && isAscii(bytes);
    }

    private static String remedy(boolean isLabelled) {
        return isLabelled ? "" : "; set the content type if it is not JSON";
    }

    private static void requireText(MediaLabel type, byte[] bytes) {
        if (type.isText()) {
            requirePlainBytes(bytes);
        }
        if (type.charset().filter(charset -> !isUtf8(charset, bytes)).isEmpty()) {
            return;
        }
        Charset charset = type.charset().get();
        try {
            decoded(charset, bytes);
        } catch (CharacterCodingException e) {
            throw new UnfitContentException(
                    ContentPart.BYTES, "is not valid " + charset + ", the character set of its content type");
        }
        if (isSingleByte(charset) && Utf8.firstInvalid(bytes) < 0) {
            // Any bytes are text in such a character set. Bytes that are also valid UTF-8 were mislabelled.
            throw new UnfitContentException(
                    ContentPart.BYTES,
                    "is UTF-8, but its content type has charset=" + charset + "; correct the content type");
        }
    }

    private static String decoded(Charset charset, byte[] bytes) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.newDecoder().maxCharsPerByte() == 1.0f
                && charset.canEncode()
                && charset.newEncoder().maxBytesPerChar() == 1.0f;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static void requirePlainBytes(byte[] bytes) {
        COMPRESSED.forEach((name, head) -> {
            if (bytes.length >= head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length)) {
                throw compressed(" (" + name + ")");
            }
        });
    }

    private static UnfitContentException compressed(String name) {
        return new UnfitContentException(ContentPart.COMPRESSION, "is compressed" + name + "; send it uncompressed");
    }
}
