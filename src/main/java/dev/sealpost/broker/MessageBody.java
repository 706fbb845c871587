package dev.sealpost.broker;

import java.nio.file.Path;

/** What a message carries. */
public sealed interface MessageBody {

    /** The bytes of a bytes message, or the text of a text message in UTF-8. */
    record Bytes(byte[] bytes) implements MessageBody {}

    /** More than is taken into memory; its raw bytes are in the file, which whoever reads it deletes. */
    record TooLarge(long size, Path file) implements MessageBody {}

    /** A map, object or stream message. */
    record NotBytes(String kind, byte[] raw) implements MessageBody {}
}
