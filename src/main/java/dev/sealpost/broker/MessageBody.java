package dev.sealpost.broker;

import java.nio.file.Path;

/** What a message carries. */
public sealed interface MessageBody {

    /** The bytes of a bytes message, or the text of a text message in UTF-8. */
    record Bytes(byte[] bytes) implements MessageBody {}

    /** More than is taken into memory; its raw bytes are in the file, which whoever reads it deletes. */
    record TooLarge(long size, Path file) implements MessageBody {}

    /**
     * More than is kept at all.
     *
     * @param size as far as it is known: at least this
     * @param head its first bytes
     */
    record OverLimit(long size, byte[] head) implements MessageBody {}

    /** A map, object or stream message, or what is not what it says it is. */
    record NotBytes(String kind, byte[] raw) implements MessageBody {

        /** Such as {@code an object message}. */
        public String describe() {
            boolean beginsWithVowel = "aeiouAEIOU".indexOf(kind.charAt(0)) >= 0;
            return (beginsWithVowel ? "an " : "a ") + kind + " message";
        }
    }
}
