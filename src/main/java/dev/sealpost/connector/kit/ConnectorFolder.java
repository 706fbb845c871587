package dev.sealpost.connector.kit;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ReadConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folder of a connector: {@code <name>.kamelet.yaml}, {@code conversation.yaml}, {@code example.json}, {@code README.md} and
 * {@code icon.svg}.
 */
public record ConnectorFolder(Path path) {

    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path kamelet() {
        return path.resolve(name() + ".kamelet.yaml");
    }

    /** Returns the folders of connectors in this folder, by name. Single files are none. */
    public static List<ConnectorFolder> in(Path connectors) {
        if (!Files.isDirectory(connectors)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(connectors)) {
            return folders.sorted()
                    .map(ConnectorFolder::new)
                    .filter(folder -> Files.isRegularFile(folder.kamelet()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + connectors + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws dev.sealpost.connector.catalog.ConnectorFileException if the file is no valid connector */
    public Connector connector() {
        return ReadConnector.read(text(kamelet()));
    }

    /** Returns the text of a file of the folder; empty if it does not exist. */
    public Optional<String> text(String file) {
        Path at = path.resolve(file);
        return Files.isRegularFile(at) ? Optional.of(text(at)) : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
