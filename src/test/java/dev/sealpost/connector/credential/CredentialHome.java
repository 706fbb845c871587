package dev.sealpost.connector.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Home folder of a test with a file of credentials and environment variables. */
final class CredentialHome {

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Instant written = Instant.parse("2026-11-30T10:00:00Z");

    CredentialHome(Path home) {
        this.home = home;
    }

    CredentialHome variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes the file. Each time it gets another modification time, as if a second had passed. */
    CredentialHome credentials(String yaml) {
        write(CredentialFile.NAME, yaml);
        return this;
    }

    Path write(String name, String text) {
        try {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            written = written.plusSeconds(1);
            Files.setLastModifiedTime(file, FileTime.from(written));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return home;
    }

    CredentialFile read() {
        return new ReadCredentials(home, environment::get, Optional.empty()).read();
    }
}
