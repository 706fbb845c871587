package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Databases;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.Snapshots;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.node.FatalErrorHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Failures around the recorder; {@link RecorderTest} shows what it records. */
class RecorderTroubleTest {

    private static final int PATIENCE_SECONDS = 20;

    private final UnreadableRows rows = new UnreadableRows();
    private Path file;
    private RecordingStore desk;

    /** A snapshot with rows that cannot be read for as long as the test says so. */
    private static final class UnreadableRows implements Snapshot {

        private final AtomicInteger failuresLeft = new AtomicInteger();

        @Override
        public void load(JdbcClient sql, long after) {
            if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("a row is not what it should be");
            }
        }
    }

    /** A message whose acknowledgement does something to the recorder's thread. */
    private record Harmful(Runnable acknowledging) implements ReceivedMessage {

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }

        @Override
        public boolean hasProperties() {
            return false;
        }

        @Override
        public Optional<String> contentType() {
            return Optional.empty();
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public Optional<Instant> sentAt() {
            return Optional.empty();
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.empty();
        }

        @Override
        public MessageBody body() {
            return new MessageBody.Bytes(new byte[0]);
        }

        @Override
        public void acknowledge() {
            acknowledging.run();
        }

        @Override
        public void giveBack() {}
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        file = folder.resolve("sealpost.db");
        Database database = Databases.sqlite(file);
        desk = new RecordingStore(database, database, folder.resolve("data"), rows);
        desk.anApplication();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private int rename(String name) {
        return desk.recorder.write(sql -> sql.sql("UPDATE application SET name = :name, version = :version")
                .param("name", name)
                .param("version", Snapshots.nextVersion(sql))
                .update());
    }

    // Fault 15.
    @Test
    void goesOnWhenItIsInterrupted() throws Exception {
        desk.start();

        desk.recorder.submit(new Entry.Acknowledgement(
                new Harmful(() -> Thread.currentThread().interrupt())));

        assertThat(rename("first")).isEqualTo(1);
        assertThat(rename("second")).isEqualTo(1);
        assertThat(desk.exitCodes).isEmpty();
    }

    @Test
    void endsTheProcessWhenItsThreadCannotGoOn() throws Exception {
        desk.start();

        desk.recorder.submit(new Entry.Acknowledgement(new Harmful(() -> {
            throw new OutOfMemoryError("the last straw");
        })));

        assertThat(desk.exitCodes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(FatalErrorHandler.Cause.SOFTWARE.exitCode());
        assertThat(desk.breakdown.reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("recorder").contains("the last straw"));
        assertThat(desk.recorder.isAvailable()).isFalse();
        assertThatThrownBy(() -> rename("late")).isInstanceOf(DatabaseUnavailableException.class);
    }

    @Test
    void endsTheProcessWhenTheDatabaseIsNoDatabaseAnyMore() throws Exception {
        overwriteHeader();

        desk.start();

        assertThat(desk.exitCodes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(FatalErrorHandler.Cause.DISK.exitCode());
        assertThat(desk.breakdown.reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("database: "));
    }

    private void overwriteHeader() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[100]), 0);
        }
    }

    @Test
    void reportsAWriteAsDoneOnceItIsCommittedEvenIfTheSnapshotsCannotFollow() {
        desk.start();
        rename("before");
        rows.failuresLeft.set(1);

        assertThat(rename("after")).isEqualTo(1);

        assertThat(desk.rows.count("application WHERE name = 'after'")).isEqualTo(1);
    }

    @Test
    void letsWritesInWhileABatchWaitsForARowThatCannotBeRead() throws Exception {
        rows.failuresLeft.set(Integer.MAX_VALUE);
        desk.start();
        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(1, "event-1")));

        assertThat(rename("mended")).isEqualTo(1);
        assertThat(desk.arrived.hasSaidNothing()).isTrue();

        rows.failuresLeft.set(0);
        assertThat(desk.arrived.next()).isInstanceOf(Arrived.Accepted.class);
    }

    @Test
    void refusesWritesOnceItIsClosed() throws Exception {
        desk.start();
        desk.stop();

        assertThatThrownBy(() -> rename("late"))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("stopping");
        assertThat(desk.rows.count("application WHERE name = 'late'")).isZero();
    }

    /** Nothing of it is in the transaction that fails. */
    @Test
    void acknowledgesWhatIsSafeElsewhereAlthoughItCannotBeRecorded() {
        FakeMessage message = RecordingStore.aMessage(1, "event-1");

        assertThat(QuarantinedEntry.of(new Entry.Acknowledgement(message), new IllegalStateException("no")))
                .isEqualTo(new QuarantinedEntry(Optional.empty(), List.of(new Committed.Acknowledgeable(message))));
    }
}
