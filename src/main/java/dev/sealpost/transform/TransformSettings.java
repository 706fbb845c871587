package dev.sealpost.transform;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of customers' code.
 *
 * @param timeout time limit of one run; from 100 ms to 10 s. Default 2 s.
 * @param memory memory limit of one run; from 4 MB to 256 MB. Default 16 MB.
 * @param concurrency runs at the same time on this node; from 1 to 64. Default 2.
 */
@ConfigurationProperties(prefix = "sealpost.transform", ignoreUnknownFields = false)
public record TransformSettings(
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("16MB") DataSize memory,
        @DefaultValue("2") int concurrency) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST = 64;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the key and its bounds
     */
    public TransformSettings {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "sealpost.transform.timeout must be from 100ms to 10s, but is " + timeout);
        }
        if (memory.toMegabytes() < 4 || memory.toMegabytes() > 256) {
            throw new IllegalArgumentException("sealpost.transform.memory must be from 4MB to 256MB, but is " + memory);
        }
        if (concurrency < 1 || concurrency > MOST) {
            throw new IllegalArgumentException(
                    "sealpost.transform.concurrency must be from 1 to " + MOST + ", but is " + concurrency);
        }
    }
}
