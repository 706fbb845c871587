package dev.sealpost.route.file;

import dev.sealpost.delivery.FailureText;
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
 * File with routes or a connector.
 *
 * @param name the name shown to operators, such as {@code routes/orders-to-warehouse.camel.yaml}
 * @param endings required endings of a misnamed file; empty if the name is valid
 */
public record RouteFile(String name, Resource resource, List<String> endings) {

    private static final int MAX_BYTES = 1024 * 1024;

    public RouteFile(String name, Resource resource) {
        this(name, resource, List.of());
    }

    /** Returns this file, to be refused for its name. */
    RouteFile misnamed(List<String> endings) {
        return new RouteFile(name, resource, endings);
    }

    public RouteFileContent load() {
        try {
            return content();
        } catch (RouteFileRefused e) {
            return new RouteFileContent.Refused(e.problem());
        }
    }

    private RouteFileContent.FileContent content() {
        if (!endings.isEmpty()) {
            throw refused(
                    "the file name must end in " + String.join(" or ", endings) + "; the file is not loaded",
                    "rename or move it");
        }
        byte[] content = read();
        if (new String(content, StandardCharsets.UTF_8).isBlank()) {
            throw refused("the file is empty", "add a route or delete the file");
        }
        return new RouteFileContent.FileContent(name, content);
    }

    private byte[] read() {
        try {
            requireRegular();
            if (resource.isFile() && resource.contentLength() > MAX_BYTES) {
                throw tooLarge(); // before reading it
            }
            try (InputStream stream = resource.getInputStream()) {
                byte[] content = stream.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw tooLarge();
                }
                return content;
            }
        } catch (IOException | UncheckedIOException e) {
            throw refused(
                    "the file cannot be read: " + FailureText.of(e),
                    "grant read permission to the user that runs Sealpost");
        }
    }

    /** Refuses pipes and devices, which can block or never end. */
    private void requireRegular() {
        if (!(resource instanceof FileSystemResource file)) {
            return;
        }
        Path path = file.getFile().toPath();
        if (Files.isDirectory(path)) {
            throw refused(
                    "the folder is named like a route file, cannot be read, or is a circular link",
                    "rename it, grant read permission to the user that runs Sealpost, or delete the link");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refused("this is a pipe or a device, not a file", "use a regular file");
        }
    }

    private RouteFileRefused tooLarge() {
        return refused("the file is larger than 1 MiB", "split it into one file per integration");
    }

    private RouteFileRefused refused(String reason, String remedy) {
        return new RouteFileRefused(name, SourceLocation.UNKNOWN, reason, remedy);
    }
}
