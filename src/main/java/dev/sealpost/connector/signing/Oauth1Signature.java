package dev.sealpost.connector.signing;

import dev.sealpost.connector.VendorRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs requests by OAuth 1.0a (RFC 5849) with HMAC-SHA1, or with HMAC-SHA256 as NetSuite requires it.
 *
 * @param token with its secret; empty for requests without an account
 * @param isSha256 whether to use HMAC-SHA256
 * @param realm empty if the vendor asks for none
 */
public record Oauth1Signature(Pair consumer, Optional<Pair> token, boolean isSha256, Optional<String> realm) {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Key and its secret. */
    public record Pair(String key, String secret) {

        /** Hides the secret. */
        @Override
        public String toString() {
            return key;
        }
    }

    /**
     * Returns the request with its header {@code Authorization}.
     *
     * @param nonce unique for the time
     */
    public VendorRequest sign(VendorRequest request, Instant time, String nonce) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("oauth_consumer_key", consumer.key());
        token.ifPresent(pair -> protocol.put("oauth_token", pair.key()));
        protocol.put("oauth_signature_method", isSha256 ? "HMAC-SHA256" : "HMAC-SHA1");
        protocol.put("oauth_timestamp", Long.toString(time.getEpochSecond()));
        protocol.put("oauth_nonce", nonce);
        protocol.put("oauth_signature", signature(baseString(request, protocol)));
        String header = protocol.entrySet().stream()
                .map(each -> each.getKey() + "=\"" + PercentEncoding.encode(each.getValue()) + "\"")
                .collect(Collectors.joining(", "));
        return request.withHeader(
                "Authorization",
                "OAuth " + realm.map(value -> "realm=\"" + value + "\", ").orElse("") + header);
    }

    /** Returns the signature in base64 (section 3.4.2). */
    String signature(String baseString) {
        String key = PercentEncoding.encode(consumer.secret()) + "&"
                + token.map(pair -> PercentEncoding.encode(pair.secret())).orElse("");
        return Base64.getEncoder()
                .encodeToString(Digests.hmac(
                        isSha256 ? "HmacSHA256" : "HmacSHA1", key.getBytes(StandardCharsets.US_ASCII), baseString));
    }

    /** Returns the text that is signed (section 3.4.1). */
    static String baseString(VendorRequest request, Map<String, String> protocol) {
        URI url = URI.create(request.url());
        List<Map.Entry<String, String>> all = new ArrayList<>();
        if (url.getRawQuery() != null) {
            all.addAll(QueryOfUrl.parameters(url.getRawQuery()));
        }
        if (isForm(request)) {
            request.body()
                    .ifPresent(body -> all.addAll(QueryOfUrl.parameters(new String(body, StandardCharsets.UTF_8))));
        }
        all.addAll(protocol.entrySet());
        return request.method().toUpperCase(Locale.ROOT) + "&" + PercentEncoding.encode(baseUrl(url)) + "&"
                + PercentEncoding.encode(QueryOfUrl.normalized(all));
    }

    private static boolean isForm(VendorRequest request) {
        String type = request.headers().getOrDefault("Content-Type", "");
        return type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    private static String baseUrl(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean isDefault = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? HTTPS : HTTP);
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT)
                + (isDefault ? "" : ":" + url.getPort()) + path;
    }
}
