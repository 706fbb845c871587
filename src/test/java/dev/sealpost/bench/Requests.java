package dev.sealpost.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds HTTP/1.1 requests in a buffer without copying them (RFC 9112). */
final class Requests {

    /**
     * Where one request ends.
     *
     * @param body index of its first body byte
     * @param end index after its last byte
     */
    record Bounds(int body, int end) {}

    private static final byte[] LENGTH = lower("content-length:");
    private static final byte[] CHUNKED = lower("transfer-encoding: chunked");

    private Requests() {}

    /** Empty while the request that begins at this index is not complete. */
    static Optional<Bounds> at(byte[] bytes, int start, int limit) {
        int body = endOfHeader(bytes, start, limit);
        if (body < 0) {
            return Optional.empty();
        }
        int length = find(bytes, start, body, LENGTH);
        int end = length >= 0
                ? body + number(bytes, length + LENGTH.length)
                : find(bytes, start, body, CHUNKED) >= 0 ? endOfChunks(bytes, body, limit) : body;
        return end < 0 || end > limit ? Optional.empty() : Optional.of(new Bounds(body, end));
    }

    private static int endOfHeader(byte[] bytes, int start, int limit) {
        for (int i = start + 3; i < limit; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** -1 while the last chunk is missing. */
    private static int endOfChunks(byte[] bytes, int body, int limit) {
        int at = body;
        while (true) {
            int line = at;
            while (line < limit && bytes[line] != '\n') {
                line++;
            }
            if (line >= limit) {
                return -1;
            }
            int size = Integer.parseInt(new String(bytes, at, line - at - 1, StandardCharsets.US_ASCII), 16);
            at = line + 1 + size + 2;
            if (at > limit) {
                return -1;
            }
            if (size == 0) {
                return at;
            }
        }
    }

    /** Index of the lower-case text at the beginning of a header line, whatever its case; -1 when it is not there. */
    private static int find(byte[] bytes, int start, int end, byte[] text) {
        for (int i = start + 1; i <= end - text.length; i++) {
            if (bytes[i - 1] == '\n' && matches(bytes, i, text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            int next = bytes[at + i];
            if ((next >= 'A' && next <= 'Z' ? next + 32 : next) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    private static byte[] lower(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
