package dev.sealpost.request;

import java.util.Optional;

/**
 * Options of the requests to an endpoint.
 *
 * @param encryption public key of the receiver; empty: the body is not encrypted
 * @param authentication how requests authenticate to the endpoint; empty: by their signature only
 */
public record RequestOptions(
        PayloadFormat format, Optional<ReceiverKey> encryption, Optional<EndpointAuthentication> authentication) {

    /** The payload as published, neither encrypted nor authenticated. */
    public static final RequestOptions NONE =
            new RequestOptions(PayloadFormat.STANDARD_WEBHOOKS, Optional.empty(), Optional.empty());
}
