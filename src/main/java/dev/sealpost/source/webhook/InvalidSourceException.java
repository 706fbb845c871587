package dev.sealpost.source.webhook;

/**
 * A key below {@code sealpost.sources} or {@code sealpost.providers} is invalid. The message names the key and shows no secret.
 */
public final class InvalidSourceException extends RuntimeException {

    InvalidSourceException(String key, String reason) {
        super(key + ": " + reason);
    }
}
