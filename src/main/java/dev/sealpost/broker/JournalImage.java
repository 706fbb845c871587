package dev.sealpost.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The files of the embedded broker as they were at one moment, to be copied while it goes on. Until this is closed the broker
 * uses no journal file again and compacts none, so its folder grows.
 */
public final class JournalImage implements AutoCloseable {

    private final List<Part> parts;
    private final Duration held;
    private final End end;

    JournalImage(List<Part> parts, Duration held, End end) {
        this.parts = List.copyOf(parts);
        this.held = held;
        this.end = end;
    }

    /** Lets the broker do again with its files what it likes. */
    interface End {
        void take() throws IOException;
    }

    /**
     * A file of the image.
     *
     * @param place where it belongs in a data directory, a relative path
     * @param source where its bytes are; they do not change
     * @param size how many of them, from the first; what is behind came later
     */
    public record Part(Path place, Path source, long size) {}

    /** What else has to be of the same moment. */
    @FunctionalInterface
    public interface Moment {

        /** Called while nothing gets into the journal and nothing is acknowledged in it; publishers wait, so it has to be quick. */
        void take() throws Exception;
    }

    public List<Part> parts() {
        return parts;
    }

    /** How long nothing got into the journal. */
    public Duration held() {
        return held;
    }

    /** Once. */
    @Override
    public void close() throws IOException {
        end.take();
    }
}
