package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watches the system calls of the application: the journal is synced between a request and its 202. */
@Tag("faults")
class FsyncBeforeAcceptedTest {

    private static final int MESSAGES = 10;
    private static final String CALLS = "trace=read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,fdatasync,fsync";

    @Test
    void syncsTheJournalBetweenTheRequestAndItsAnswer() throws Exception {
        boolean traceable = runs("strace", "-V");
        if (!traceable) {
            System.out.println(
                    "SKIPPED: no strace on this machine, so it was NOT shown that a 202 follows an fdatasync.");
        }
        assumeTrue(traceable, "strace is missing");
        Installation installation = Installation.fresh("fsync-before-accepted", "512m");
        try (SealpostProcess process = installation.start().awaitReady(Duration.ofSeconds(60))) {
            // Given an application without endpoints: nothing but the acceptance writes
            SealpostApi api = installation.api();
            String application = api.createApplication("traced");
            assertThat(api.postMessage(application, "order.created", "{\"n\":0}", "warm-up"))
                    .isEqualTo(202);
            Path trace = installation.folder().resolve("strace.log");
            Process strace = attach(process.pid(), trace);
            // When
            for (int n = 1; n <= MESSAGES; n++) {
                assertThat(api.postMessage(application, "order.created", "{\"n\":" + n + "}", "traced-" + n))
                        .isEqualTo(202);
            }
            strace.destroy();
            strace.waitFor(10, TimeUnit.SECONDS);
            // Then
            List<SystemCalls.Step> steps = SystemCalls.steps(Files.readAllLines(trace));
            assertThat(SystemCalls.acceptedAfterSync(steps)).isEqualTo(MESSAGES);
            System.out.println("strace: " + MESSAGES + " of " + MESSAGES + " 202s follow a sync of the journal");
        }
    }

    private static Process attach(long pid, Path trace) throws IOException {
        Process strace = new ProcessBuilder(
                        "strace", "-f", "-y", "-s", "64", "-e", CALLS, "-o", trace.toString(), "-p", Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(trace.resolveSibling("strace.out").toFile())
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        // Attached once calls show up: an idle JVM makes some all the time.
        while (strace.isAlive() && (!Files.exists(trace) || Files.size(trace) == 0)) {
            if (System.nanoTime() > deadline) {
                break;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(strace.isAlive())
                .as(() -> "strace cannot attach: see " + trace.resolveSibling("strace.out"))
                .isTrue();
        return strace;
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
