package dev.sealpost.connector;

import dev.sealpost.egress.TlsIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP request to a vendor. Immutable.
 *
 * @param method such as {@code POST}
 * @param url absolute, with its encoded query
 * @param headers values by name; names are compared without regard to case
 * @param body bytes as sent; empty for none
 * @param tls identity of the connection; empty: none
 */
public record VendorRequest(
        String method, String url, Map<String, String> headers, Optional<byte[]> body, Optional<TlsIdentity> tls) {

    public VendorRequest {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    /** Creates a request without a TLS identity. */
    public VendorRequest(String method, String url, Map<String, String> headers, Optional<byte[]> body) {
        this(method, url, headers, body, Optional.empty());
    }

    /** Returns the request on a connection with this identity. */
    public VendorRequest identifiedAs(TlsIdentity identity) {
        return new VendorRequest(method, url, headers, body, Optional.of(identity));
    }

    /** Returns the request with this header instead of any other of its name. */
    public VendorRequest withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new VendorRequest(method, url, more, body, tls);
    }

    /** Returns the request with a query parameter appended, encoded as in a form. */
    public VendorRequest withQuery(String name, String value) {
        String parameter = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return new VendorRequest(method, url + (url.contains("?") ? "&" : "?") + parameter, headers, body, tls);
    }
}
