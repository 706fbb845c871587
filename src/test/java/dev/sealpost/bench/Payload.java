package dev.sealpost.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** JSON of exactly 1 KiB that says when it should have been sent. */
final class Payload {

    private static final int SIZE = 1024;
    private static final String FILLING = "x".repeat(SIZE);

    private Payload() {}

    static String of(Instant intended) {
        String head = "{\"intendedAt\":" + ChronoUnit.MICROS.between(Instant.EPOCH, intended) + ",\"data\":\"";
        return head + FILLING.substring(0, SIZE - head.length() - 2) + "\"}";
    }

    static byte[] bytes(Instant intended) {
        return of(intended).getBytes(StandardCharsets.US_ASCII);
    }
}
