package dev.sealpost.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own in memory, of a fixed size (Linux, by those who may mount). */
final class SmallDisk implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final int SMALLEST = 4 * 1024;

    private final Path folder;
    private final String reason;

    private SmallDisk(Path folder, String reason) {
        this.folder = folder;
        this.reason = reason;
    }

    static SmallDisk mount(Path folder, long bytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return new SmallDisk(folder, run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString()));
    }

    boolean isMounted() {
        return reason.isEmpty();
    }

    /** Why it could not be mounted. */
    String reason() {
        return reason;
    }

    /** Fills it so that this many bytes are left, with a file that nothing else uses. */
    void fillUpTo(long left) throws IOException {
        try (FileChannel channel = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(folder).getUsableSpace() > left) {
                long room = Files.getFileStore(folder).getUsableSpace() - left;
                channel.write(ByteBuffer.allocate((int) Math.max(SMALLEST, Math.min(CHUNK, room))));
            }
        } catch (IOException full) {
            if (left > 0) {
                throw full;
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Empty when it went well, else what was said. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "failed: " + said.strip();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (isMounted()) {
            run("umount", "--lazy", folder.toString());
        }
    }
}
