package dev.sealpost.broker.message;

import java.nio.file.Path;

/** Body of a message. */
public sealed interface MessageBody {

    /** Bytes of a bytes message, or the UTF-8 encoded text of a text message. */
    record Bytes(byte[] bytes) implements MessageBody {}

    /** Body too large for memory. Its raw bytes are in the file; the reader deletes it. */
    record TooLarge(long size, Path file) implements MessageBody {}

    /**
     * Body over the limit, of which only the beginning is kept.
     *
     * @param size in bytes, at least
     * @param head its first bytes
     */
    record OverLimit(long size, byte[] head) implements MessageBody {}

    /** Body of a map, object or stream message, or one that does not match its declared type. */
    record NotBytes(String kind, byte[] raw) implements MessageBody {

        /** Returns a description such as {@code an object message}. */
        public String describe() {
            boolean beginsWithVowel = "aeiouAEIOU".indexOf(kind.charAt(0)) >= 0;
            return (beginsWithVowel ? "an " : "a ") + kind + " message";
        }
    }
}
