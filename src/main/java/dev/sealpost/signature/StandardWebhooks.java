package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import javax.crypto.Mac;

/**
 * Signs and verifies by Standard Webhooks 1.0, symmetric scheme {@code v1}: HMAC-SHA256 over the bytes {@code
 * id.timestamp.} and the payload. The payload is never read as text: what is signed is what is sent. Threads may share
 * everything here.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the spec</a>
 */
public final class StandardWebhooks {

    public static final String ID_HEADER = "webhook-id";
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";
    public static final String SIGNATURE_HEADER = "webhook-signature";

    /** How far the time of a message may be from ours, both ways. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** More signatures than this in one header are an attempt to make us work. */
    static final int MOST_SIGNATURES = 10;

    private static final String VERSION = "v1,";
    private static final int LONGEST_TIMESTAMP = 12;

    private StandardWebhooks() {}

    /** The three headers of a message as they arrived. */
    public record SignedHeaders(String id, String timestamp, String signature) {}

    /** @param timestamp when this attempt is made; the signature covers its whole seconds */
    public static String sign(SigningSecret secret, String id, Instant timestamp, byte[] payload) {
        return sign(secret, id, timestamp.getEpochSecond(), payload);
    }

    /**
     * @param timestamp seconds since 1970, the value of {@value #TIMESTAMP_HEADER}
     * @return {@code v1,} and base64: the value of {@value #SIGNATURE_HEADER}
     */
    public static String sign(SigningSecret secret, String id, long timestamp, byte[] payload) {
        Mac mac = secret.mac();
        mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
        return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(payload));
    }

    /**
     * Whether one of the signatures was made with one of the secrets, now, give or take {@link #TOLERANCE}. The answer
     * is a plain no for every defect, because a reason would help only the forger.
     */
    public static boolean verify(
            Collection<SigningSecret> secrets, SignedHeaders headers, byte[] payload, Instant now) {
        OptionalLong timestamp = seconds(headers.timestamp());
        if (timestamp.isEmpty() || !isPlausible(headers.id()) || !isRecent(timestamp.getAsLong(), now)) {
            return false;
        }
        List<byte[]> signatures = signatures(headers.signature());
        boolean valid = false;
        for (SigningSecret secret : secrets) {
            byte[] expected = ascii(sign(secret, headers.id(), timestamp.getAsLong(), payload));
            for (byte[] signature : signatures) {
                valid |= MessageDigest.isEqual(expected, signature);
            }
        }
        return valid;
    }

    /** A dot in the id would let one signature stand for two different messages. */
    private static boolean isPlausible(String id) {
        return !id.isEmpty() && id.indexOf('.') < 0;
    }

    private static boolean isRecent(long timestamp, Instant now) {
        return Math.abs(now.getEpochSecond() - timestamp) <= TOLERANCE.toSeconds();
    }

    private static OptionalLong seconds(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TIMESTAMP) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        long seconds = Long.parseLong(text);
        // The signature covers the text: "007" and "7" are different messages.
        return Long.toString(seconds).equals(text) ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    /** Those of version 1; none at all when there are too many of any version. */
    private static List<byte[]> signatures(String header) {
        List<byte[]> found = new ArrayList<>();
        int count = 0;
        int start = 0;
        while (start < header.length()) {
            int space = header.indexOf(' ', start);
            int end = space < 0 ? header.length() : space;
            if (end > start) {
                count++;
                if (count > MOST_SIGNATURES) {
                    return List.of();
                }
                if (header.startsWith(VERSION, start)) {
                    found.add(ascii(header.substring(start, end)));
                }
            }
            start = end + 1;
        }
        return found;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
