package dev.sealpost.source;

/** A key below {@code sealpost.sources} or {@code sealpost.providers} is wrong. The message names it, and shows no secret. */
public final class InvalidSourceException extends RuntimeException {

    InvalidSourceException(String key, String reason) {
        super(key + ": " + reason);
    }
}
