package dev.sealpost.transform;

import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.request.CustomHeaders;

/**
 * Request that {@code handler} returned, checked.
 *
 * @param method POST, PUT or PATCH
 * @param payload at most 256 KiB
 * @param canceled whether nothing shall be sent
 */
public record TransformedRequest(
        String method, OutboundUrl url, CustomHeaders headers, byte[] payload, boolean canceled) {}
