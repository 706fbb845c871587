package dev.sealpost.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.FileEntry;
import dev.sealpost.database.DatabaseFile;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RestoreTest {

    private static final String JOURNAL = "broker/journal/activemq-data-1.amq";

    private Path backup;
    private Path data;

    @BeforeEach
    void makeABackup(@TempDir Path folder) throws Exception {
        backup = folder.resolve("backup");
        data = folder.resolve("data");
        Files.createDirectories(backup.resolve(JOURNAL).getParent());
        Files.writeString(backup.resolve("encryption-key"), "key");
        Files.writeString(backup.resolve(JOURNAL), "records");
        makeDatabase(DatabaseFile.newestSchema());
        writeManifest(Manifest.FORMAT);
    }

    private void makeDatabase(int schema) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + backup.resolve(WriteBackup.DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("DROP TABLE IF EXISTS flyway_schema_history");
            statement.execute("CREATE TABLE flyway_schema_history (version TEXT, success BOOLEAN)");
            statement.execute("INSERT INTO flyway_schema_history VALUES (NULL, 1), ('1', 1), ('" + schema + "', 1)");
        }
    }

    private void writeManifest(int format, String... otherPaths) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        for (String path : List.of("encryption-key", JOURNAL, WriteBackup.DATABASE)) {
            files.add(PrivateFiles.entry(backup, Path.of(path)));
        }
        for (String path : otherPaths) {
            files.add(new FileEntry(path, 0, ""));
        }
        Manifest manifest =
                new Manifest(format, "1.0", 9, "broker-1", Instant.EPOCH, Instant.EPOCH.plusSeconds(1), 3, files);
        Files.write(backup.resolve(Manifest.FILE), manifest.toJson());
    }

    private Reason refusal() {
        try {
            new Restore(backup, data).restore();
        } catch (BackupRefusedException refused) {
            assertThat(refused).hasMessageNotContaining("null");
            return refused.reason();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was restored");
    }

    private static int restore(String... arguments) {
        return new CommandLine(new RestoreCommand(List.of())).execute(arguments);
    }

    private int verify() {
        return new CommandLine(new VerifyBackupCommand(List.of())).execute(backup.toString());
    }

    @Test
    void copiesAllButTheManifestForTheOwnerOnly() throws IOException {
        int exitCode = restore(backup.toString(), data.toString());

        assertThat(exitCode).isZero();
        assertThat(data.resolve("encryption-key")).hasContent("key");
        assertThat(data.resolve(JOURNAL)).hasContent("records");
        assertThat(data.resolve(WriteBackup.DATABASE)).hasSameBinaryContentAs(backup.resolve(WriteBackup.DATABASE));
        assertThat(data.resolve(Manifest.FILE)).doesNotExist();
        assertThat(Files.getPosixFilePermissions(data.resolve("encryption-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        DataDirectory.open(data).close();
    }

    @Test
    void readsTheManifestThatItWrote() throws IOException {
        Manifest manifest = new VerifyBackup(backup).verify();

        assertThat(manifest.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(manifest.brokerId()).isEqualTo("broker-1");
        assertThat(manifest.files()).hasSize(3);
        try (Stream<Path> files = Files.list(backup)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void refusesWhatIsNotWhole() throws IOException {
        Files.delete(backup.resolve(Manifest.FILE));

        assertThat(refusal()).isEqualTo(Reason.UNFIT);
        assertThat(verify()).isEqualTo(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesAManifestThatIsNone() throws IOException {
        for (String text : List.of("", "{", "[]", "{\"format\": 1}")) {
            Files.writeString(backup.resolve(Manifest.FILE), text);

            assertThat(refusal()).as(text).isEqualTo(Reason.UNFIT);
        }
    }

    @Test
    void refusesAFileThatWasChanged() throws IOException {
        Files.writeString(backup.resolve(JOURNAL), "recordz");

        assertThatThrownBy(() -> new Restore(backup, data).restore())
                .isInstanceOf(BackupRefusedException.class)
                .hasMessageContaining(JOURNAL)
                .hasMessageContaining("SHA-256");
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesAFileThatIsMissing() throws IOException {
        Files.delete(backup.resolve(JOURNAL));

        assertThat(refusal()).isEqualTo(Reason.UNFIT);
        assertThat(verify()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../elsewhere", "/etc/hostname", "broker/../../elsewhere"})
    void refusesAManifestThatNamesFilesElsewhere(String path) throws IOException {
        writeManifest(Manifest.FORMAT, path);

        assertThatThrownBy(() -> new VerifyBackup(backup).verify()).hasMessageContaining("outside");
    }

    @Test
    void refusesADatabaseThatSqliteFindsDamaged() throws IOException {
        Files.writeString(backup.resolve(WriteBackup.DATABASE), "no database", StandardOpenOption.TRUNCATE_EXISTING);
        writeManifest(Manifest.FORMAT);

        assertThat(refusal()).isEqualTo(Reason.UNFIT);
    }

    @Test
    void refusesANewerFormat() throws IOException {
        writeManifest(Manifest.FORMAT + 1);

        assertThatThrownBy(() -> new Restore(backup, data).restore()).hasMessageContaining("format 2");
    }

    @Test
    void refusesANewerDatabase() throws Exception {
        makeDatabase(DatabaseFile.newestSchema() + 1);
        writeManifest(Manifest.FORMAT);

        assertThatThrownBy(() -> new Restore(backup, data).restore()).hasMessageContaining("newer version of Sealpost");
    }

    @Test
    void refusesADataDirectoryWithSomethingInIt() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("sealpost.db"), "mine");

        int exitCode = restore(backup.toString(), data.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(data.resolve("sealpost.db")).hasContent("mine");
        assertThat(data.resolve("encryption-key")).doesNotExist();
    }

    @Test
    void refusesTheDataDirectoryOfARunningNode() {
        try (DataDirectory running = DataDirectory.open(data)) {
            assertThat(refusal()).isEqualTo(Reason.OCCUPIED);
            assertThat(running.resolve("encryption-key")).doesNotExist();
        }
        assertThat(restore(backup.toString(), data.toString()))
                .as("once it has stopped")
                .isZero();
    }

    /** A node that was started on half of a backup would deliver half of the events. */
    @Test
    void letsNobodyStartOnARestoreThatDidNotComeToItsEnd() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve(DataDirectory.UNFINISHED));

        assertThatThrownBy(() -> DataDirectory.open(data)).hasMessageContaining("is incomplete");
        assertThat(refusal()).isEqualTo(Reason.OCCUPIED);
    }

    @Test
    void saysHowItIsCalled() {
        assertThat(restore()).isEqualTo(2);
        assertThat(restore("a", "b", "c")).isEqualTo(2);
        assertThat(new CommandLine(new VerifyBackupCommand(List.of())).execute())
                .isEqualTo(2);
        assertThat(data).doesNotExist();
    }
}
