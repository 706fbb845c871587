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
 * Takes the rights of others away from what is in the data directory, before the first port opens and from time to time.
 * Sealpost makes its own files for their owner alone; the broker and the databases of routes make theirs by the umask.
 */
final class KeepPrivate implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeepPrivate.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** May have many files, all of which were made for their owner alone. */
    private static final String BACKUPS = "backups";

    private final Path root;
    private boolean told;
    private final Background background;
    private @Nullable BackgroundWork work;

    KeepPrivate(Path root, Background background) {
        this.root = root;
        this.background = background;
    }

    @Override
    public synchronized void start() {
        look();
        work = background.every("private", INTERVAL, INTERVAL, this::look);
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

    /** Before everything that opens a port. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    /** Does not fail: what cannot be changed is named in the log, once. */
    synchronized void look() {
        try {
            Path real = root.toRealPath();
            Files.walkFileTree(real, new Tighten(real.resolve(BACKUPS)));
        } catch (IOException | RuntimeException e) {
            tell(root, e);
        }
    }

    private final class Tighten extends SimpleFileVisitor<Path> {

        private final Path leftOut;

        Tighten(Path leftOut) {
            this.leftOut = leftOut;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            tighten(folder);
            return folder.equals(leftOut) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            tighten(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            tell(file, e);
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
            tell(path, e);
        }
    }

    private void tell(Path path, Exception e) {
        if (!told && !(e instanceof NoSuchFileException)) {
            told = true;
            LOG.warn(
                    "data.open-to-others path={} reason={}: give it to the user who runs Sealpost, with the rights 0700"
                            + " (folders) and 0600 (files)",
                    path,
                    e.toString());
        }
    }
}
