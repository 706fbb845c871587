package dev.sealpost.scenario;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One request that the receiver read to its end, written down before it was answered.
 *
 * @param eventId the {@code webhook-id}
 * @param path the endpoint
 * @param token the name of the event inside its payload; {@code -} when it has none
 * @param digest SHA-256 of the body, hexadecimal
 * @param signed whether the official Standard Webhooks library accepted the signature
 * @param status what the receiver then answered; 0 when it never did
 */
record Receipt(String eventId, String path, String token, String digest, boolean signed, int status, Instant at) {

    boolean acceptedByReceiver() {
        return status >= 200 && status < 300;
    }

    String line() {
        return String.join(
                " ",
                eventId,
                path,
                token,
                digest,
                Boolean.toString(signed),
                Integer.toString(status),
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
    }

    static Receipt parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Receipt(
                fields[0],
                fields[1],
                fields[2],
                fields[3],
                Boolean.parseBoolean(fields[4]),
                Integer.parseInt(fields[5]),
                Instant.EPOCH.plus(Long.parseLong(fields[6]), ChronoUnit.MICROS));
    }
}
