package dev.sealpost.route.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files beside a connector in its folder, such as {@code README.md}: in the home folder, or else inside the jar. */
public final class ConnectorFiles {

    private static final String FOLDER = "connectors";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int MAX_BYTES = 256 * 1024;

    private final Path connectors;
    private final ClassLoader classes;

    public ConnectorFiles(Path home, ClassLoader classes) {
        this.connectors = home.resolve(FOLDER);
        this.classes = classes;
    }

    /** Returns the text; empty if there is no such file, or if it is larger than 256 KiB. */
    public Optional<String> text(String connector, String file) {
        if (!NAME.matcher(connector).matches()) {
            return Optional.empty();
        }
        try (InputStream in = open(connector, file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length == 0 || bytes.length > MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private InputStream open(String connector, String file) throws IOException {
        Path own = connectors.resolve(connector);
        if (Files.isDirectory(own)) {
            Path path = own.resolve(file);
            return Files.isRegularFile(path) ? Files.newInputStream(path) : InputStream.nullInputStream();
        }
        InputStream inside = classes.getResourceAsStream(FOLDER + "/" + connector + "/" + file);
        return inside == null ? InputStream.nullInputStream() : inside;
    }
}
