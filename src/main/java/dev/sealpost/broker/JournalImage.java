package dev.sealpost.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Consistent image of the embedded broker's files, to be copied while it runs. Until this is closed the broker neither
 * reuses nor compacts journal files, so its folder grows.
 */
public final class JournalImage implements AutoCloseable {

    private final List<ImageFile> parts;
    private final Duration held;
    private final End end;

    JournalImage(List<ImageFile> parts, Duration held, End end) {
        this.parts = List.copyOf(parts);
        this.held = held;
        this.end = end;
    }

    /** Releases the files of the image. */
    interface End {
        void release() throws IOException;
    }

    /**
     * File of the image.
     *
     * @param place path relative to the data directory
     * @param source file with the bytes, which do not change
     * @param size number of bytes from the start that belong to the image; later ones were appended since
     */
    public record ImageFile(Path place, Path source, long size) {}

    /** Callback for state that must be captured at the same moment. */
    @FunctionalInterface
    public interface Moment {

        /** Called while nothing is written to or acknowledged in the journal. Publishers wait, so be quick. */
        void take() throws Exception;
    }

    public List<ImageFile> parts() {
        return parts;
    }

    /** Time for which publishers were blocked. */
    public Duration held() {
        return held;
    }

    /** Call it once. */
    @Override
    public void close() throws IOException {
        end.release();
    }
}
