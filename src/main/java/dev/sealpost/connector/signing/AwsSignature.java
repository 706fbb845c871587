package dev.sealpost.connector.signing;

import dev.sealpost.connector.VendorRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs requests by Signature Version 4 (AWS Identity and Access Management User Guide, "Create a signed AWS API request").
 *
 * @param service such as {@code sqs}
 * @param region such as {@code eu-central-1}
 * @param sessionToken of temporary credentials
 */
public record AwsSignature(String service, String region, Key key, Optional<String> sessionToken) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Headers that a proxy or the HTTP client may change. */
    private static final Set<String> UNSIGNED =
            Set.of("authorization", "user-agent", "connection", "expect", "accept-encoding", "transfer-encoding");

    /** Access key. */
    public record Key(String id, String secret) {

        /** Hides the secret. */
        @Override
        public String toString() {
            return id;
        }
    }

    /** Returns the request with the headers {@code X-Amz-Date} and {@code Authorization}, and those that its service needs. */
    public VendorRequest sign(VendorRequest request, Instant at) {
        String time = TIME.format(at);
        String bodyHash = hex(Digests.sha256(request.body().orElse(new byte[0])));
        VendorRequest timed = request.withHeader("X-Amz-Date", time);
        if (isS3()) {
            timed = timed.withHeader("X-Amz-Content-Sha256", bodyHash);
        }
        if (sessionToken.isPresent()) {
            timed = timed.withHeader("X-Amz-Security-Token", sessionToken.get());
        }
        TreeMap<String, String> headers = signedHeaders(timed);
        String names = String.join(";", headers.keySet());
        String date = time.substring(0, DATE_LENGTH);
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String canonical = canonicalRequest(timed, headers, names, bodyHash);
        String text = ALGORITHM + "\n" + time + "\n" + scope + "\n"
                + hex(Digests.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        return timed.withHeader(
                "Authorization",
                ALGORITHM + " Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + hex(Digests.hmac(HMAC, signingKey(date), text)));
    }

    private boolean isS3() {
        return service.equals("s3");
    }

    private byte[] signingKey(String date) {
        byte[] signing = Digests.hmac(HMAC, ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8), date);
        for (String part : Arrays.asList(region, service, "aws4_request")) {
            signing = Digests.hmac(HMAC, signing, part);
        }
        return signing;
    }

    private static TreeMap<String, String> signedHeaders(VendorRequest request) {
        TreeMap<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!UNSIGNED.contains(lower)) {
                headers.put(lower, value.strip().replaceAll(" +", " "));
            }
        });
        headers.put("host", host(URI.create(request.url())));
        return headers;
    }

    /** Returns the header as an HTTP client sends it: without the port of the scheme. */
    private static String host(URI url) {
        boolean isDefault = url.getPort() == ("https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP);
        return url.getHost() + (url.getPort() < 0 || isDefault ? "" : ":" + url.getPort());
    }

    private String canonicalRequest(VendorRequest request, Map<String, String> headers, String names, String bodyHash) {
        URI url = URI.create(request.url());
        String lines = headers.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                .collect(Collectors.joining());
        return request.method().toUpperCase(Locale.ROOT) + "\n" + path(url) + "\n" + query(url) + "\n" + lines + "\n"
                + names + "\n" + bodyHash;
    }

    /** Returns the path, encoded once more for every service but S3, which also keeps dot segments. */
    private String path(URI url) {
        if (url.getRawPath() == null || url.getRawPath().isEmpty()) {
            return "/";
        }
        if (isS3()) {
            return url.getRawPath();
        }
        String path = url.normalize().getRawPath().replaceAll("/+", "/");
        return Arrays.stream(path.split("/", -1)).map(PercentEncoding::encode).collect(Collectors.joining("/"));
    }

    private static String query(URI url) {
        return url.getRawQuery() == null ? "" : QueryOfUrl.normalized(QueryOfUrl.parameters(url.getRawQuery()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
