package dev.sealpost.connector.credential;

import dev.sealpost.log.SecretValues;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tokens of one credential that are masked in logs: the newest and some that it has replaced. Older ones are forgotten, because
 * each one makes masking slower. Thread-safe.
 */
final class MaskedTokens {

    private static final int MOST = 8;

    private final Deque<String> masked = new ArrayDeque<>();

    synchronized void add(String token) {
        SecretValues.add(token);
        masked.remove(token);
        masked.addLast(token);
        if (masked.size() > MOST) {
            SecretValues.remove(masked.removeFirst());
        }
    }
}
