package dev.sealpost.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Owner-only permissions, independent of the umask. Does nothing on systems without POSIX permissions. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Creates the folder and its missing parents. Existing folders keep their permissions. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Creates an empty file. */
    public static void createFile(Path file) throws FileAlreadyExistsException, IOException {
        Files.createFile(file, attributes(file, FILE));
    }

    /** Makes a file with this content, which is on disk when this returns. */
    public static void write(Path file, byte[] content) throws FileAlreadyExistsException, IOException {
        createFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> rights) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    /**
     * Removes the permissions of group and others.
     *
     * @return whether there were any
     * @throws IOException when another user owns the file
     */
    static boolean tighten(Path path) throws IOException {
        if (!isPosix(path) || Files.isSymbolicLink(path)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        // Keeps restrictions of the owner: a read-only file stays read-only.
        if (!permissions.retainAll(FOLDER)) {
            return false;
        }
        Files.setPosixFilePermissions(path, permissions);
        return true;
    }

    /** Returns whether the file system supports POSIX permissions. */
    public static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
