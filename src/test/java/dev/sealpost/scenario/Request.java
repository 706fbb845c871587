package dev.sealpost.scenario;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP/1.1 request (RFC 9112), as much of it as the receiver needs.
 *
 * @param headers by lower-case name
 */
record Request(String path, Map<String, String> headers, byte[] body) {

    /** Empty when the peer closed the connection between two requests. */
    static Optional<Request> read(InputStream in) throws IOException {
        Optional<String> start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = required(in); !header.isEmpty(); header = required(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return Optional.of(new Request(start.get().split(" ", -1)[1], headers, body(in, headers)));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Map<String, List<String>> headerLists() {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the request ended inside its body");
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            required(in);
        }
        required(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(required(in).split(";", 2)[0].strip(), 16);
    }

    private static String required(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the request ended inside its header"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return Optional.of(line.toString());
    }
}
