package dev.sealpost.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.Resource;

/**
 * A file with routes, or with a connector.
 *
 * @param name as the operator knows it, such as {@code routes/orders-to-warehouse.camel.yaml}
 */
record RouteFile(String name, Resource resource) {

    private static final int LARGEST = 1024 * 1024;

    Found find() {
        try {
            return content();
        } catch (RouteFileRefused e) {
            return new Found.Refused(e.problem());
        }
    }

    private Found.Content content() {
        byte[] content = read();
        if (new String(content, StandardCharsets.UTF_8).isBlank()) {
            throw refused("the file is empty", "write a route into it, or delete it");
        }
        return new Found.Content(name, content);
    }

    private byte[] read() {
        try {
            if (resource.isFile() && resource.contentLength() > LARGEST) {
                throw tooLarge(); // before a byte of it is read
            }
            try (InputStream stream = resource.getInputStream()) {
                byte[] content = stream.readNBytes(LARGEST + 1);
                if (content.length > LARGEST) {
                    throw tooLarge();
                }
                return content;
            }
        } catch (IOException | UncheckedIOException e) {
            throw refused(
                    "the file cannot be read: " + FailureText.of(e), "give the user that runs Sealpost the right to");
        }
    }

    private RouteFileRefused tooLarge() {
        return refused("the file is larger than 1 MiB", "split it: one integration a file");
    }

    private RouteFileRefused refused(String reason, String remedy) {
        return new RouteFileRefused(name, Place.UNKNOWN, reason, remedy);
    }
}
