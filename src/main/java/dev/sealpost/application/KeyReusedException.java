package dev.sealpost.application;

/** Thrown when an idempotency key was used before for another request. Nothing was changed. */
public final class KeyReusedException extends RuntimeException {

    public KeyReusedException(String message) {
        super(message);
    }

    /** The resource created with the key was deleted. */
    public static KeyReusedException ofDeleted(String id) {
        return new KeyReusedException("this idempotency-key created " + id
                + ", which was deleted since: send a new key to create another one");
    }

    /** The resource was created with another body. */
    public static KeyReusedException ofAnother(String id) {
        return new KeyReusedException(
                "this idempotency-key created " + id + " from another body: send a new key for a new request");
    }
}
