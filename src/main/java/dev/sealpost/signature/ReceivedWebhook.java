package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A webhook as it came in.
 *
 * @param method in capitals
 * @param url that the provider called, as it knows it, with the query
 * @param headers values by name in whatever case; one that came more than once has its values joined by a comma (RFC 9110,
 *     section 5.3)
 * @param body the raw bytes
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

    /** Whether it says that its body is a form. */
    public boolean isForm() {
        return header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(FormParameters.MEDIA_TYPE::equals)
                .isPresent();
    }

    /**
     * The first value of a parameter in the query of the URL, decoded.
     *
     * @throws IllegalArgumentException when the query cannot be decoded
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
