package dev.sealpost.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys of an endpoint. All keys that are valid sign every webhook, so that a receiver can change from one to the next at any moment.
 *
 * @param current empty when it cannot be decrypted with the encryption key of this node
 * @param former replaced keys, the last replaced first
 */
public record SigningKeys(Optional<SigningKey> current, List<FormerKey> former) {

    /** Maximum of keys that are valid at one time. */
    public static final int MOST = 10;

    /**
     * Replaced key.
     *
     * @param validUntil time until which it signs
     */
    public record FormerKey(SigningKey key, Instant validUntil) {}

    public SigningKeys {
        former = List.copyOf(former);
    }

    public static SigningKeys of(SigningKey current) {
        return new SigningKeys(Optional.of(current), List.of());
    }

    /** Returns these keys with another current key; the one before signs no more. */
    public SigningKeys replacedBy(SigningKey key) {
        return new SigningKeys(Optional.of(key), former);
    }

    /**
     * Returns these keys with another current key; the one before signs until the grace period ends.
     *
     * @throws TooManyKeysException if too many keys would be valid
     */
    public SigningKeys rotatedTo(SigningKey key, Instant now, Duration grace) {
        if (current.filter(key::equals).isPresent()) {
            return this;
        }
        List<FormerKey> kept = new ArrayList<>();
        if (grace.isPositive()) {
            current.ifPresent(old -> kept.add(new FormerKey(old, now.plus(grace))));
        }
        former.stream()
                .filter(old -> old.validUntil().isAfter(now) && !old.key().equals(key))
                .forEach(kept::add);
        if (kept.size() >= MOST) {
            Instant next = kept.stream()
                    .map(FormerKey::validUntil)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            throw new TooManyKeysException(next);
        }
        return new SigningKeys(Optional.of(key), kept);
    }

    /**
     * Returns the value of {@code webhook-signature}: one signature of each valid key, that of the current key first.
     *
     * @throws IllegalStateException if the current key cannot be read
     */
    public String sign(String id, Instant now, byte[] payload) {
        SigningKey key = current.orElseThrow(() -> new IllegalStateException("the signing secret cannot be read"));
        long timestamp = now.getEpochSecond();
        String signature = key.sign(id, timestamp, payload);
        if (former.isEmpty()) {
            return signature;
        }
        return String.join(
                " ",
                Stream.concat(
                                Stream.of(signature),
                                former.stream()
                                        .filter(old -> old.validUntil().isAfter(now))
                                        .map(old -> old.key().sign(id, timestamp, payload)))
                        .toList());
    }
}
