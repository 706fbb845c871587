package dev.sealpost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time and context switches of a process, from {@code /proc} (Linux; elsewhere nothing). The switches of threads that
 * have ended are missing.
 *
 * @param threads by their id
 */
record Usage(Duration user, Duration system, Map<String, Switches> threads) {

    /** A thread gave its processor up because it had to wait, or because its time was over. */
    record Switches(long voluntary, long involuntary) {

        private static final Switches NONE = new Switches(0, 0);

        private Switches minus(Switches earlier) {
            return new Switches(voluntary - earlier.voluntary, involuntary - earlier.involuntary);
        }
    }

    static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, Map.of());

    /** USER_HZ: Linux prints times in hundredths of a second, whatever its own clock. */
    private static final long MILLIS_PER_TICK = 10;
    /** Fields after the name of the process, which may itself contain spaces. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    static Usage of(long pid) {
        return read(Path.of("/proc", Long.toString(pid)));
    }

    /** Reads a folder of {@code /proc}. */
    static Usage read(Path process) {
        if (!Files.exists(process)) {
            return NONE;
        }
        try {
            String stat = Files.readString(process.resolve("stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return new Usage(ticks(fields.get(USER_TIME)), ticks(fields.get(SYSTEM_TIME)), threads(process));
        } catch (IOException e) {
            throw new UncheckedIOException("The accounts of " + process + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Duration ticks(String field) {
        return Duration.ofMillis(Long.parseLong(field) * MILLIS_PER_TICK);
    }

    private static Map<String, Switches> threads(Path process) throws IOException {
        Map<String, Switches> threads = new HashMap<>();
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                try {
                    List<String> status = Files.readAllLines(task.resolve("status"));
                    threads.put(
                            task.getFileName().toString(),
                            new Switches(
                                    number(status, "voluntary_ctxt_switches:"),
                                    number(status, "nonvoluntary_ctxt_switches:")));
                } catch (NoSuchFileException e) {
                    // The thread has ended since the folder was listed.
                }
            }
        }
        return threads;
    }

    private static long number(List<String> status, String label) {
        return status.stream()
                .filter(line -> line.startsWith(label))
                .mapToLong(line -> Long.parseLong(line.substring(label.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Returns the usage since an earlier reading. */
    Usage minus(Usage earlier) {
        Map<String, Switches> since = new HashMap<>();
        threads.forEach(
                (thread, now) -> since.put(thread, now.minus(earlier.threads.getOrDefault(thread, Switches.NONE))));
        return new Usage(user.minus(earlier.user), system.minus(earlier.system), since);
    }

    Duration processor() {
        return user.plus(system);
    }

    long voluntary() {
        return threads.values().stream().mapToLong(Switches::voluntary).sum();
    }

    long involuntary() {
        return threads.values().stream().mapToLong(Switches::involuntary).sum();
    }
}
