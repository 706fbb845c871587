package dev.sealpost.event;

import java.util.Arrays;

/** The producer's bytes, never changed and never read as text on the way. */
public final class Payload {

    private final byte[] bytes;

    public Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy: nobody writes to them. */
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

    /** The size only: payloads stay out of logs. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
