package dev.sealpost.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Removes the permissions of other users from the data directory, before the first port opens and periodically.
 * Sealpost creates its own files for their owner only; the broker and the databases of routes use the umask.
 */
final class KeepPrivate implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeepPrivate.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Skipped, since it may have many files, all created for their owner only. */
    private static final String BACKUPS = "backups";

    private final Path root;
    private boolean logged;
    private final Background background;
    private @Nullable BackgroundWork work;

    KeepPrivate(Path root, Background background) {
        this.root = root;
        this.background = background;
    }

    @Override
    public synchronized void start() {
        tightenAll();
        work = background.every("private", INTERVAL, INTERVAL, this::tightenAll);
    }

    @Override
    public synchronized void stop() {
        if (work != null) {
            work.close(Duration.ZERO);
            work = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }

    /** Starts before everything that opens a port. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    /** Does not fail; logs the first path that cannot be changed. */
    synchronized void tightenAll() {
        try {
            Path real = root.toRealPath();
            Files.walkFileTree(real, new Tighten(real.resolve(BACKUPS)));
        } catch (IOException | RuntimeException e) {
            logFailure(root, e);
        }
    }

    private final class Tighten extends SimpleFileVisitor<Path> {

        private final Path excluded;

        Tighten(Path excluded) {
            this.excluded = excluded;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            tighten(folder);
            return folder.equals(excluded) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            tighten(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            logFailure(file, e);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private void tighten(Path path) {
        try {
            OwnerOnly.tighten(path);
        } catch (IOException e) {
            logFailure(path, e);
        }
    }

    private void logFailure(Path path, Exception e) {
        if (!logged && !(e instanceof NoSuchFileException)) {
            logged = true;
            LOG.warn(
                    "data.permissions-failed path={} reason={}: make the user who runs Sealpost its owner, with the permissions 0700 (folders) and 0600 (files)",
                    path,
                    e.toString());
        }
    }
}
