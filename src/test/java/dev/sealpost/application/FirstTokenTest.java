package dev.sealpost.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstTokenTest {

    private final ApiTokens tokens = new ApiTokens();
    private Path folder;
    private DataDirectory data;
    private TestDatabase database;
    private DirectWrites writes;

    @BeforeEach
    void open(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        data = DataDirectory.open(folder);
        writes = database.writes(tokens);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @OnDatabase
    void leavesATokenForTheOwnerOfTheFolder() throws IOException {
        start();

        assertThat(tokens.accepts(token())).isTrue();
        assertThat(tokens.accepts(token() + "x")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("api-token"))))
                .isEqualTo("rw-------");
    }

    @OnDatabase
    void keepsOnlyAHashAndShowsNothing(CapturedOutput output) throws IOException {
        start();

        assertThat(output).contains("api-token.created").doesNotContain(token());
        assertThat(database.reads()
                        .sql("SELECT * FROM api_token")
                        .query()
                        .singleRow()
                        .toString())
                .doesNotContain(token());
        assertThat(hashes()).containsExactly(ApiTokens.hash(token()));
    }

    @OnDatabase
    void makesNoSecondToken() throws IOException {
        start();
        String first = token();
        start();

        assertThat(token()).isEqualTo(first);
        assertThat(hashes()).hasSize(1);
    }

    @OnDatabase
    void makesNoneWhereTheDatabaseHasOne() {
        start();
        Path elsewhere = folder.resolve("second-node");
        try (DataDirectory other = DataDirectory.open(elsewhere)) {
            new FirstToken(writes, database.reads(), other, Clock.systemUTC()).run(new DefaultApplicationArguments());
        }

        assertThat(elsewhere.resolve("api-token")).doesNotExist();
    }

    @OnDatabase
    void refusesARevokedToken() throws IOException {
        start();

        int revoked = writes.write(sql -> sql.sql("UPDATE api_token SET revoked = TRUE, version = ?")
                .param(Snapshots.nextVersion(sql))
                .update());

        assertThat(revoked).isEqualTo(1);
        assertThat(tokens.accepts(token())).isFalse();
    }

    private void start() {
        new FirstToken(writes, database.reads(), data, Clock.systemUTC()).run(new DefaultApplicationArguments());
    }

    private String token() throws IOException {
        return Files.readString(data.resolve("api-token")).strip();
    }

    private List<String> hashes() {
        return database.reads()
                .sql("SELECT hash FROM api_token")
                .query(String.class)
                .list();
    }
}
