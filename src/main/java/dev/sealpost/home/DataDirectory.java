package dev.sealpost.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The data folder of this node, locked against a second process for as long as this object is open. */
public final class DataDirectory implements AutoCloseable {

    /** The name of an empty file that is there for as long as a backup is being copied into the directory. */
    public static final String UNFINISHED = "restore-unfinished";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder where it is missing and locks it.
     *
     * @throws DataDirectoryInUseException when another process has it
     * @throws IllegalStateException when a restore into it has not come to its end
     * @throws UncheckedIOException when it cannot be created or written
     */
    public static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel file =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new DataDirectoryInUseException(path);
            }
            if (Files.exists(path.resolve(UNFINISHED))) {
                file.close();
                throw new IllegalStateException("A restore into the data directory " + path
                        + " did not come to its end (it has the file " + UNFINISHED + "). Empty it and restore again.");
            }
            return new DataDirectory(path, file);
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + path + " cannot be used: " + e.getMessage(), e);
        }
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

    /** Bytes that can still be written here. */
    public long usableSpace() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The free space of " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The secret kept in this file, generated at the first call: 256 random bits in base64url, owner-only rights.
     *
     * @throws UncheckedIOException when the file can neither be read nor created
     */
    public String secret(String name) {
        Path file = path.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : generate(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The secret file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String generate(Path file) throws IOException {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        createForOwnerOnly(draft);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(secret + "\n"));
            channel.force(true);
        }
        Files.move(draft, file);
        return secret;
    }

    private static void createForOwnerOnly(Path file) throws FileAlreadyExistsException, IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
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
