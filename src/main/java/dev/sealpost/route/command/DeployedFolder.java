package dev.sealpost.route.command;

import dev.sealpost.deployment.Bundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folder to deploy: all texts in {@code routes/} and {@code connectors/}, and {@code config/sources.yaml}. */
final class DeployedFolder {

    private static final List<String> PARTS = List.of("routes", "connectors", Bundle.SOURCES);

    private DeployedFolder() {}

    /**
     * Reads the files by their names in the folder. Leaves hidden files and folders out.
     *
     * @throws IOException with a message for users if a file cannot be read or is no text
     */
    static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String part : PARTS) {
            Path root = folder.resolve(part);
            if (Files.exists(root)) {
                try (Stream<Path> found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
                    for (Path file : found.filter(Files::isRegularFile).toList()) {
                        String name = folder.relativize(file).toString().replace('\\', '/');
                        if (!name.contains("/.")) {
                            files.put(name, text(file));
                        }
                    }
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " has neither routes/ nor connectors/");
        }
        return files;
    }

    private static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a text in UTF-8: leave it out", e);
        }
    }
}
