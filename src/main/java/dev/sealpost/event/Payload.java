package dev.sealpost.event;

import java.util.Arrays;

/** Bytes of a producer, never changed and never decoded. */
public final class Payload {

    private final byte[] bytes;

    public Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the bytes, not a copy: callers must not write to them. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the size only, to keep payloads out of logs. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
