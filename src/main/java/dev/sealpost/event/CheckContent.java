package dev.sealpost.event;

import dev.sealpost.event.UnfitContentException.Part;
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
 * Checks bytes against their label: the one check for all ways in. Whatever passes is delivered byte for byte under that label.
 * What has no label has to be JSON.
 */
public final class CheckContent {

    /** How compressed bytes begin that no text begins with. */
    private static final Map<String, byte[]> COMPRESSED = Map.of(
            "gzip", new byte[] {0x1F, (byte) 0x8B},
            "zstd", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
            "xz", new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0},
            "zip", new byte[] {'P', 'K', 3, 4});

    /** The last two are what some producers of messages write there, who mean another thing. */
    private static final Set<String> NO_COMPRESSION = Set.of("", "identity", "utf-8", "binary");

    private CheckContent() {}

    /**
     * The bytes as content.
     *
     * @param label as the producer wrote it; empty where there is none, which is not the same as an empty text
     * @throws UnfitContentException when the label is no media type, or the bytes are not what it says
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
     * Refuses what is compressed on the way, by the name of the compression.
     *
     * @param encoding the value of {@code Content-Encoding}
     */
    public static void requireUncompressed(String encoding) {
        if (!NO_COMPRESSION.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            String name = encoding.matches("[ ,!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}") ? " (" + encoding.strip() + ")" : "";
            throw compressed(name);
        }
    }

    /**
     * The text in UTF-8.
     *
     * @throws UnfitContentException when it has half a surrogate pair, which UTF-8 does not have
     */
    public static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new UnfitContentException(Part.BYTES, "has half a surrogate pair, which cannot be sent");
        }
    }

    /** Whether content with this label is JSON, if it is what the label says. */
    public static boolean isJson(String label) {
        try {
            return MediaLabel.parse(label).isJson();
        } catch (UnfitContentException e) {
            return false;
        }
    }

    /**
     * The text, where the bytes are one in the character set that the label names, or in UTF-8.
     *
     * @param label of whatever form, for those of older builds were not checked
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
            throw new UnfitContentException(Part.BYTES, "is empty, which is no JSON" + remedy(isLabelled));
        }
        requirePlainBytes(bytes);
        try {
            Json.requireWellFormed(bytes);
        } catch (MalformedJsonException e) {
            throw new UnfitContentException(
                    Part.BYTES,
                    UnicodeForm.of(bytes)
                            .map(UnicodeForm::fault)
                            .orElseGet(() -> "is not JSON in UTF-8: " + e.getMessage() + " (line " + e.line()
                                    + ", column " + e.column() + ")" + remedy(isLabelled)));
        }
        requireUtf8(type, bytes);
    }

    /**
     * Refuses JSON under the name of another character set, where the bytes do not mean the same in both.
     *
     * @throws UnfitContentException when they do not, or the label is no media type
     */
    public static void requireUtf8(String label, byte[] json) {
        if (!label.equals(Content.JSON)) {
            requireUtf8(MediaLabel.parse(label), json);
        }
    }

    private static void requireUtf8(MediaLabel type, byte[] bytes) {
        if (type.charset().filter(charset -> !isUtf8(charset, bytes)).isPresent()) {
            throw new UnfitContentException(
                    Part.LABEL, "says charset=" + type.charset().orElseThrow() + ", and JSON is UTF-8: leave it out");
        }
    }

    /** Whether the bytes are the same text in this character set as in UTF-8. */
    private static boolean isUtf8(Charset charset, byte[] bytes) {
        return charset.equals(StandardCharsets.UTF_8)
                ? Utf8.firstInvalid(bytes) < 0
                : isOneByteForEachCharacter(charset) && isAscii(bytes);
    }

    private static String remedy(boolean isLabelled) {
        return isLabelled ? "" : "; if it is something else, say what with a content type";
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
            throw new UnfitContentException(Part.BYTES, "is not " + charset + ", as the content type says");
        }
        if (isOneByteForEachCharacter(charset) && Utf8.firstInvalid(bytes) < 0) {
            // Any bytes are a text in such a set. Those that are UTF-8 too were written as that, under the label of
            // another text.
            throw new UnfitContentException(
                    Part.BYTES,
                    "is UTF-8, and the content type says " + charset + ": the label belongs to another text");
        }
    }

    private static String decoded(Charset charset, byte[] bytes) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static boolean isOneByteForEachCharacter(Charset charset) {
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
        return new UnfitContentException(
                Part.COMPRESSION, "is compressed" + name + ", and compressed content is not taken: send it as it is");
    }
}
