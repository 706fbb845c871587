package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {

    @TempDir
    private Path process = Path.of("");

    @Test
    void readsTimesAfterTheNameOfTheProcess() throws IOException {
        stat(300, 50);
        thread("10", 40, 4);
        thread("12", 60, 6);

        Usage usage = Usage.read(process);

        assertThat(usage.user()).isEqualTo(Duration.ofSeconds(3));
        assertThat(usage.system()).isEqualTo(Duration.ofMillis(500));
        assertThat(usage.processor()).isEqualTo(Duration.ofMillis(3500));
        assertThat(usage.voluntary()).isEqualTo(100);
        assertThat(usage.involuntary()).isEqualTo(10);
    }

    @Test
    void countsSwitchesOfThreadsThatStillRun() throws IOException {
        stat(300, 50);
        thread("10", 40, 4);
        thread("12", 60, 6);
        Usage before = Usage.read(process);

        stat(320, 55);
        thread("10", 45, 5);
        Files.delete(process.resolve("task/12/status"));
        thread("13", 7, 1);
        Usage since = Usage.read(process).minus(before);

        assertThat(since.processor()).isEqualTo(Duration.ofMillis(250));
        assertThat(since.voluntary()).isEqualTo(12);
        assertThat(since.involuntary()).isEqualTo(2);
    }

    @Test
    void isNothingWhereThereIsNoSuchProcess() {
        assertThat(Usage.read(process.resolve("missing"))).isEqualTo(Usage.NONE);
    }

    private void stat(int user, int system) throws IOException {
        Files.writeString(
                process.resolve("stat"),
                "10 (a ) b) S 1 10 10 0 -1 0 0 0 0 0 " + user + " " + system + " 0 0 20 0 7 0 100 1000 256 0\n");
    }

    private void thread(String id, int voluntary, int involuntary) throws IOException {
        Path task = Files.createDirectories(process.resolve("task").resolve(id));
        Files.writeString(
                task.resolve("status"),
                "Name:\tx\nvoluntary_ctxt_switches:\t" + voluntary + "\nnonvoluntary_ctxt_switches:\t" + involuntary
                        + "\n");
    }
}
