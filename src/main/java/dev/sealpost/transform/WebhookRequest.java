package dev.sealpost.transform;

import java.util.Map;

/**
 * Request as {@code handler} gets it.
 *
 * @param headers those that the customer has set on the endpoint and may be shown
 * @param payload at most 256 KiB
 * @param contentType tells whether the payload is JSON; another one is given as a string
 */
public record WebhookRequest(
        String url, String eventType, Map<String, String> headers, byte[] payload, String contentType) {

    /** Returns whether the payload is given as a value and not as a string. */
    boolean isJson() {
        String type = contentType.strip().toLowerCase(java.util.Locale.ROOT);
        int end = type.indexOf(';');
        String media = end < 0 ? type : type.substring(0, end).strip();
        return media.equals("application/json") || media.endsWith("+json");
    }
}
