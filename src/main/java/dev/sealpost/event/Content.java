package dev.sealpost.event;

/** Bytes and what they are, such as {@code application/json}. */
public record Content(String type, Payload payload) {

    public static final String JSON = "application/json";

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }
}
