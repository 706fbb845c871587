package dev.sealpost.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.springframework.core.io.Resource;

/**
 * A file with routes.
 *
 * @param name as the operator knows it, such as {@code routes/orders-to-warehouse.camel.yaml}
 */
record RouteFile(String name, Resource resource) {

    private static final int LARGEST = 1024 * 1024;

    boolean isXml() {
        return name.endsWith(".xml");
    }

    /** @throws RouteFileRefused when it is too large, empty or cannot be read */
    byte[] content() {
        byte[] content = read();
        if (content.length > LARGEST) {
            throw refused("the file is larger than 1 MiB", "split it: one integration a file");
        }
        if (new String(content, StandardCharsets.UTF_8).isBlank()) {
            throw refused("the file is empty", "write a route into it, or delete it");
        }
        return content;
    }

    private byte[] read() {
        try (InputStream stream = resource.getInputStream()) {
            return stream.readNBytes(LARGEST + 1);
        } catch (IOException | UncheckedIOException e) {
            throw refused(
                    "the file cannot be read: " + FailureText.of(e), "give the user that runs Sealpost the right to");
        }
    }

    private RouteFileRefused refused(String reason, String remedy) {
        return new RouteFileRefused(name, OptionalInt.empty(), reason, remedy);
    }
}
