package dev.sealpost.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The REST API.
 *
 * @param bodyLimit the largest body of a request; a larger one is answered 413 before it is read. Default 1 MiB.
 * @param recentEvents how many published events this node remembers, so that they can be read before they are in the
 *     database and repeats are noticed. Default 50000.
 * @param recentBytes the memory for them. Default 64 MiB.
 */
@ConfigurationProperties(prefix = "sealpost.api", ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue("50000") int recentEvents,
        @DefaultValue("64MB") DataSize recentBytes) {}
