package dev.sealpost.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Lines that are on the disk when {@link #append} returns; lines of concurrent callers share one fsync. */
final class DurableFile implements AutoCloseable {

    private record Line(String text, CompletableFuture<Void> written) {}

    private static final Line END = new Line("", new CompletableFuture<>());

    private final FileChannel channel;
    private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;

    DurableFile(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        writer = Thread.ofPlatform()
                .daemon()
                .name("writes-" + path.getFileName())
                .start(this::write);
    }

    /** Blocks until the line is on the disk. */
    void append(String line) {
        Line appended = new Line(line, new CompletableFuture<>());
        waiting.add(appended);
        appended.written().join();
    }

    private void write() {
        List<Line> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch);
                if (!writeAll(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False once the end was reached. */
    private boolean writeAll(List<Line> batch) {
        List<Line> lines = batch.stream().filter(line -> line != END).toList();
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            lines.forEach(line -> line.written().complete(null));
        } catch (IOException e) {
            lines.forEach(line -> line.written().completeExceptionally(new UncheckedIOException(e)));
        }
        return lines.size() == batch.size();
    }

    @Override
    public void close() throws IOException {
        waiting.add(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }
}
