package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Webhook as received.
 *
 * @param method in upper case
 * @param url URL that the provider called, with the query
 * @param headers values by case-insensitive name; values of a repeated header are joined by a comma (RFC 9110, section 5.3)
 * @param body raw bytes
 */
public record ReceivedWebhook(String method, String url, Map<String, String> headers, byte[] body) {

    public ReceivedWebhook {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns true if the content type is a form. */
    public boolean isForm() {
        return header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(FormParameters.MEDIA_TYPE::equals)
                .isPresent();
    }

    /**
     * Returns the decoded first value of a query parameter.
     *
     * @throws IllegalArgumentException if the query cannot be decoded
     */
    Optional<String> queryParameter(String name) {
        int question = url.indexOf('?');
        return question < 0
                ? Optional.empty()
                : FormParameters.parse(url.substring(question + 1).getBytes(StandardCharsets.UTF_8)).list().stream()
                        .filter(each -> each.name().equals(name))
                        .map(FormParameters.Parameter::value)
                        .findFirst();
    }
}
