package dev.sealpost.event;

import java.nio.charset.StandardCharsets;

/** Bytes and what they are, such as {@code application/json}. */
public record Content(String type, Payload payload) {

    public static final String JSON = "application/json";

    private static final String REMOVED_TYPE = JSON + ";sealpost=expired";

    /** What is shown in place of a payload that was removed. */
    public static final Content REMOVED =
            new Content(REMOVED_TYPE, new Payload("{\"expired\":true}".getBytes(StandardCharsets.US_ASCII)));

    public boolean isRemoved() {
        return type.equals(REMOVED_TYPE);
    }

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }
}
