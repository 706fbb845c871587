package dev.sealpost.route.file;

import dev.sealpost.route.event.FailureText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * A file with routes, or with a connector.
 *
 * @param name as the operator knows it, such as {@code routes/orders-to-warehouse.camel.yaml}
 * @param endings one of which its name should have and has not; empty where the name is right
 */
public record RouteFile(String name, Resource resource, List<String> endings) {

    private static final int LARGEST = 1024 * 1024;

    public RouteFile(String name, Resource resource) {
        this(name, resource, List.of());
    }

    /** The same, told to be refused for its name. */
    RouteFile misnamed(List<String> endings) {
        return new RouteFile(name, resource, endings);
    }

    public RouteFileContent find() {
        try {
            return content();
        } catch (RouteFileRefused e) {
            return new RouteFileContent.Refused(e.problem());
        }
    }

    private RouteFileContent.Content content() {
        if (!endings.isEmpty()) {
            throw refused(
                    "the name of the file does not end in " + String.join(" or ", endings) + ", so it is not loaded",
                    "rename it, or move it elsewhere");
        }
        byte[] content = read();
        if (new String(content, StandardCharsets.UTF_8).isBlank()) {
            throw refused("the file is empty", "write a route into it, or delete it");
        }
        return new RouteFileContent.Content(name, content);
    }

    private byte[] read() {
        try {
            requireRegular();
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

    /** To open a pipe waits for somebody who writes into it, and some devices never end. */
    private void requireRegular() {
        if (!(resource instanceof FileSystemResource file)) {
            return;
        }
        Path path = file.getFile().toPath();
        if (Files.isDirectory(path)) {
            throw refused(
                    "the folder is named like a file, cannot be read, or leads back to itself",
                    "rename it, give the user that runs Sealpost the right to, or delete the link");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refused("this is a pipe or a device and no file", "write the route into a file");
        }
    }

    private RouteFileRefused tooLarge() {
        return refused("the file is larger than 1 MiB", "split it: one integration a file");
    }

    private RouteFileRefused refused(String reason, String remedy) {
        return new RouteFileRefused(name, SourceLocation.UNKNOWN, reason, remedy);
    }
}
