package dev.sealpost.backup;

import dev.sealpost.backup.Manifest.FileEntry;
import dev.sealpost.identifier.Sha256;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files readable by their owner only, and synced to disk before a method returns. */
final class PrivateFiles {

    private static final int CHUNK = 1 << 20;

    private PrivateFiles() {}

    /** Creates an empty file. */
    static void create(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            OwnerOnly.createFolder(folder);
        }
        OwnerOnly.createFile(file);
    }

    /**
     * Copies the first bytes of a file to a path below the folder.
     *
     * @throws IOException when the source is shorter, or the path exists
     */
    static FileEntry copy(Path source, long size, Path folder, Path path) throws IOException {
        Path file = folder.resolve(path.toString());
        create(file);
        MessageDigest digest = Sha256.digest();
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
            for (long left = size; left > 0; left -= buffer.limit()) {
                buffer.clear().limit((int) Math.min(CHUNK, left));
                if (in.read(buffer) < 0) {
                    throw new IOException(source + " became shorter while it was copied");
                }
                digest.update(buffer.flip());
                buffer.rewind();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            out.force(true);
        }
        return new FileEntry(slashed(path), size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Returns the entry of a file below the folder. */
    static FileEntry entry(Path folder, Path path) throws IOException {
        Path file = folder.resolve(path.toString());
        MessageDigest digest = Sha256.digest();
        long size = 0;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
            while (in.read(buffer.clear()) >= 0) {
                size += buffer.position();
                digest.update(buffer.flip());
            }
        }
        return new FileEntry(slashed(path), size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Syncs a file that was written elsewhere. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Syncs the folder and all folders below it; does nothing on systems other than POSIX. */
    static void syncNames(Path folder) throws IOException {
        if (!OwnerOnly.isPosix(folder)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> walked = Files.find(folder, 10, (path, attributes) -> attributes.isDirectory())) {
            folders = walked.toList();
        }
        for (Path each : folders) {
            try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
