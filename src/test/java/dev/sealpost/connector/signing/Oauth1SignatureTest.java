package dev.sealpost.connector.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.signing.Oauth1Signature.Pair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Oauth1SignatureTest {

    private static final Pair CONSUMER = new Pair("dpf43f3p2l4k3l03", "kd94hf93k423kf44");
    private static final Pair TOKEN = new Pair("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");

    /** RFC 5849, section 1.2, the last request. */
    @Test
    void signsAsInTheExampleOfTheStandard() {
        VendorRequest request = new VendorRequest(
                "GET", "http://photos.example.net/photos?file=vacation.jpg&size=original", Map.of(), Optional.empty());

        VendorRequest signed = new Oauth1Signature(CONSUMER, Optional.of(TOKEN), false, Optional.of("Photos"))
                .sign(request, Instant.ofEpochSecond(137131202), "chapoH");

        assertThat(signed.headers())
                .containsEntry(
                        "Authorization",
                        "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_token=\"nnch734d00sl2jdk\","
                                + " oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\","
                                + " oauth_nonce=\"chapoH\", oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"");
    }

    /** RFC 5849, section 3.4.1.1. */
    @Test
    void signsTheQueryAndTheForm() {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("oauth_consumer_key", "9djdj82h48djs9d2");
        protocol.put("oauth_token", "kkk9d7dh3k39sjv7");
        protocol.put("oauth_signature_method", "HMAC-SHA1");
        protocol.put("oauth_timestamp", "137131201");
        protocol.put("oauth_nonce", "7d8f3e4a");
        VendorRequest request = new VendorRequest(
                "POST",
                "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                Optional.of("c2&a3=2+q".getBytes(StandardCharsets.US_ASCII)));

        assertThat(Oauth1Signature.baseString(request, protocol))
                .isEqualTo(
                        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                                + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
                                + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201"
                                + "%26oauth_token%3Dkkk9d7dh3k39sjv7");
    }

    @Test
    void doesNotSignAJsonBody() {
        VendorRequest request = new VendorRequest(
                "POST",
                "https://example.com:8443/a",
                Map.of("Content-Type", "application/json"),
                Optional.of("{\"a\":1}".getBytes(StandardCharsets.US_ASCII)));

        assertThat(Oauth1Signature.baseString(request, Map.of()))
                .isEqualTo("POST&https%3A%2F%2Fexample.com%3A8443%2Fa&");
    }

    @Test
    void signsWithSha256AndWithoutAToken() {
        VendorRequest request = new VendorRequest("GET", "https://example.com", Map.of(), Optional.empty());

        String header = new Oauth1Signature(CONSUMER, Optional.empty(), true, Optional.empty())
                .sign(request, Instant.ofEpochSecond(1), "n")
                .headers()
                .get("Authorization");

        assertThat(header)
                .startsWith("OAuth oauth_consumer_key=")
                .contains("oauth_signature_method=\"HMAC-SHA256\"")
                .doesNotContain("oauth_token", "realm");
    }
}
