package dev.sealpost.connector.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials of the file in the home folder, which is read again when it or a file that its values refer to has changed. Looks at
 * most once a second, and only when a credential is asked for. Thread-safe.
 */
final class WatchedCredentials implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedCredentials.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final Supplier<CredentialFile> read;
    private final CreateCredential create;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long lookAt;
    private volatile Content content;

    /** Content of the file, with the stamps that all files had when it was read. */
    private record Content(CredentialFile file, FixedCredentials credentials, Map<Path, String> stamps) {}

    /** @param nanos monotonic clock such as {@link System#nanoTime} */
    WatchedCredentials(Path path, Supplier<CredentialFile> read, CreateCredential create, LongSupplier nanos) {
        this.path = path;
        this.read = read;
        this.create = create;
        this.nanos = nanos;
        CredentialFile file = read.get();
        this.content = new Content(file, new FixedCredentials(file, create), stamps(file));
        this.lookAt = nanos.getAsLong() + PAUSE;
        file.problems().forEach(WatchedCredentials::log);
    }

    @Override
    public Optional<Credential> find(String name) {
        return current().credentials().find(name);
    }

    @Override
    public Set<String> names() {
        return current().credentials().names();
    }

    CredentialFile file() {
        return current().file();
    }

    Map<String, String> failing() {
        return current().credentials().failing();
    }

    private Content current() {
        if (nanos.getAsLong() - lookAt >= 0 && lock.tryLock()) {
            try {
                lookAt = nanos.getAsLong() + PAUSE;
                if (!stamps(content.file()).equals(content.stamps())) {
                    content = readAgain(content);
                }
            } finally {
                lock.unlock();
            }
        }
        return content;
    }

    private Content readAgain(Content before) {
        // First the stamps: a change while the file is read is seen the next time.
        Map<Path, String> stamps = stamps(before.file());
        CredentialFile file = read.get();
        file.secretFiles().forEach(secret -> stamps.putIfAbsent(secret, stamp(secret)));
        stamps.keySet()
                .removeIf(each -> !each.equals(path) && !file.secretFiles().contains(each));
        Set<CredentialProblem> known = new HashSet<>(before.file().problems());
        file.problems().stream().filter(problem -> !known.contains(problem)).forEach(WatchedCredentials::log);
        LOG.info(
                "credentials.read credentials={} problems={}",
                file.names().size(),
                file.problems().size());
        return new Content(file, before.credentials().with(file, create), stamps);
    }

    private static void log(CredentialProblem problem) {
        LOG.warn("credential.refused reason=\"{}\"", problem);
    }

    private Map<Path, String> stamps(CredentialFile file) {
        Map<Path, String> stamps = new TreeMap<>();
        stamps.put(path, stamp(path));
        file.secretFiles().forEach(secret -> stamps.put(secret, stamp(secret)));
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime().toMillis() + "/" + attributes.size() + "/" + attributes.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
