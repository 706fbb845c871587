package dev.sealpost.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data folder of this node, accessible to its owner only, and locked against other processes until this is closed. */
public final class DataDirectory implements AutoCloseable {

    /** Name of an empty file that marks a running or incomplete restore. */
    public static final String UNFINISHED = "restore-unfinished";

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if missing, locks it, and removes the permissions of other users.
     *
     * @throws DataDirectoryInUseException when another process has locked it
     * @throws IllegalStateException when a restore into it is incomplete
     * @throws UnusableHomeException when it cannot be created or written
     */
    public static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            OwnerOnly.createFolder(path);
            FileChannel file =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new DataDirectoryInUseException(path);
            }
            if (Files.exists(path.resolve(UNFINISHED))) {
                file.close();
                throw new IllegalStateException("A restore into the data directory " + path
                        + " is incomplete (it has the file " + UNFINISHED + "). Empty it and restore again.");
            }
            if (OwnerOnly.tighten(path.toRealPath())) {
                LOG.warn("data.permissions-tightened path={}: other users had access until now", path);
            }
            return new DataDirectory(path, file);
        } catch (IOException e) {
            throw new UnusableHomeException(
                    "The data directory " + path + " (SEALPOST_DATA) cannot be used: " + reasonOf(e), e);
        }
    }

    /** Returns a readable reason; the message of a file system exception is often only the file name. */
    private static String reasonOf(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "this user may not write " + denied.getFile();
            case FileAlreadyExistsException file -> file.getFile() + " is not a folder";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Free disk space in bytes. */
    public long usableSpace() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The free space of " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the secret in this file; generates it at the first call: 256 random bits in base64url.
     *
     * @throws UnusableHomeException when the file is empty, or can neither be read nor created
     */
    public String secret(String name) {
        return storedSecret(name).orElseGet(() -> {
            try {
                return generate(path.resolve(name));
            } catch (IOException e) {
                throw unusable(name, e);
            }
        });
    }

    /**
     * Returns the secret in this file, if it exists.
     *
     * @throws UnusableHomeException when the file is empty or cannot be read
     */
    public Optional<String> storedSecret(String name) {
        Path file = path.resolve(name);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new UnusableHomeException("The secret file " + file
                        + " is empty. Restore its content, or delete the file: the next start generates a new secret.");
            }
            return Optional.of(secret);
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    private UnusableHomeException unusable(String name, IOException e) {
        return new UnusableHomeException(
                "The secret file " + path.resolve(name) + " cannot be used: " + reasonOf(e), e);
    }

    private static String generate(Path file) throws IOException {
        String secret = RandomSecret.next();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        OwnerOnly.write(draft, (secret + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.move(draft, file);
        return secret;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of " + path + " cannot be released: " + e.getMessage(), e);
        }
    }
}
