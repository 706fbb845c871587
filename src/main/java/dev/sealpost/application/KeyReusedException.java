package dev.sealpost.application;

/** The key of a request was used before, for something else. Nothing was changed. */
public final class KeyReusedException extends RuntimeException {

    public KeyReusedException(String message) {
        super(message);
    }

    /** What was made with it is gone. */
    public static KeyReusedException ofDeleted(String id) {
        return new KeyReusedException("with this idempotency-key " + id
                + " was made, which has been deleted since: send a new key to make another one");
    }

    /** What was made with it is something else. */
    public static KeyReusedException ofAnother(String id) {
        return new KeyReusedException(
                "with this idempotency-key " + id + " was made from another body: send a new key for a new request");
    }
}
