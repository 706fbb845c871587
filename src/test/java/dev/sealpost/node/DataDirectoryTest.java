package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

    private Path folder;

    @BeforeEach
    void makeFolder(@TempDir Path directory) {
        folder = directory;
    }

    @Test
    void createsTheFolderWhereItIsMissing() {
        try (DataDirectory data = DataDirectory.open(folder.resolve("a/b"))) {
            assertThat(data.path()).isDirectory();
            assertThat(data.usableSpace()).isPositive();
        }
    }

    @Test
    void isOpenOnceAtATime() {
        try (DataDirectory first = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> DataDirectory.open(first.path()))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining("SEALPOST_DATA");
        }
        DataDirectory.open(folder).close();
    }

    @Test
    void refusesASecondProcess() throws Exception {
        try (DataDirectory ours = DataDirectory.open(folder)) {
            assertThat(secondProcess(ours.path()))
                    .contains("refused: The data directory")
                    .contains("SEALPOST_DATA");
        }
        assertThat(secondProcess(folder)).contains("opened");
    }

    private static String secondProcess(Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void keepsASecretForItsOwnerOnly() throws Exception {
        String secret;
        try (DataDirectory data = DataDirectory.open(folder)) {
            secret = data.secret("token");
            assertThat(data.secret("token")).isEqualTo(secret);
            assertThat(data.secret("other")).isNotEqualTo(secret);
        }
        try (DataDirectory again = DataDirectory.open(folder)) {
            assertThat(again.secret("token")).isEqualTo(secret);
        }
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnAfterACrashInTheMiddleOfWritingASecret() throws Exception {
        Files.writeString(folder.resolve("token.new"), "half");
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThat(data.secret("token")).hasSize(43);
        }
        assertThat(folder.resolve("token.new")).doesNotExist();
    }

    @Test
    void saysWhichFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(UnusableHomeException.class)
                .hasMessageContainingAll("SEALPOST_DATA", file + " is not a folder");
    }

    // Fault 52.
    @Test
    void saysWhichSecretCannotBeRead() throws Exception {
        Files.createDirectories(folder.resolve("console-password"));

        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> data.secret("console-password"))
                    .isInstanceOf(UnusableHomeException.class)
                    .hasMessageContaining(folder.resolve("console-password") + " cannot be used: ");
        }
    }

    // Fault 52.
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n\t "})
    void refusesAnEmptySecret(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("console-password"), text);
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> data.secret("console-password"))
                    .isInstanceOf(UnusableHomeException.class)
                    .hasMessageContainingAll(file.toString(), "is empty", "delete the file");
        }
    }

    // Fault 52.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesAFolderThatOthersCouldLookInto(boolean isLinked, @TempDir Path links) throws Exception {
        Path named = isLinked ? Files.createSymbolicLink(links.resolve("data"), folder) : folder;
        Path broker = Files.createDirectories(folder.resolve("broker"));
        Path journal = Files.writeString(broker.resolve("journal-1"), "records");
        Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(broker, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (DataDirectory data = DataDirectory.open(named)) {
            new KeepPrivate(data.path(), Backgrounds.plain()).tightenAll();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(broker)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal)))
                .isEqualTo("rw-------");
    }
}
