package dev.sealpost.connector.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.signing.Oauth1Signature.Pair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /** RFC 5849, sections 3.1 and 3.4.1.1, with the signature of erratum 2550. */
    @Test
    void signsTheQueryAndTheForm() {
        VendorRequest request = new VendorRequest(
                "POST",
                "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                Optional.of("c2&a3=2+q".getBytes(StandardCharsets.US_ASCII)));

        assertThat(Oauth1Signature.baseString(
                        request,
                        Map.of(
                                "oauth_consumer_key", "9djdj82h48djs9d2",
                                "oauth_token", "kkk9d7dh3k39sjv7",
                                "oauth_signature_method", "HMAC-SHA1",
                                "oauth_timestamp", "137131201",
                                "oauth_nonce", "7d8f3e4a")))
                .isEqualTo(
                        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                                + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
                                + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201"
                                + "%26oauth_token%3Dkkk9d7dh3k39sjv7");
        assertThat(new Oauth1Signature(
                                new Pair("9djdj82h48djs9d2", "j49sk3j29djd"),
                                Optional.of(new Pair("kkk9d7dh3k39sjv7", "dh893hdasih9")),
                                false,
                                Optional.of("Example"))
                        .sign(request, Instant.ofEpochSecond(137131201), "7d8f3e4a")
                        .headers()
                        .get("Authorization"))
                .endsWith("oauth_signature=\"r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D\"");
    }

    /** NetSuite help, "The Signature for Web Services and RESTlets" and "The Authorization Headers", example of REST web services. */
    @Test
    void signsAsInTheExampleOfNetSuite() {
        Pair consumer = new Pair(
                "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
                "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5");
        Pair token = new Pair(
                "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
                "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295");
        String baseString = Oauth1Signature.baseString(
                new VendorRequest(
                        "GET",
                        "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40",
                        Map.of(),
                        Optional.empty()),
                Map.of(
                        "oauth_consumer_key", consumer.key(),
                        "oauth_token", token.key(),
                        "oauth_signature_method", "HMAC-SHA256",
                        "oauth_timestamp", "1508242306",
                        "oauth_nonce", "fjaLirsIcCGVZWzBX0pg",
                        "oauth_version", "1.0")); // optional, and not sent by sign

        assertThat(new Oauth1Signature(consumer, Optional.of(token), true, Optional.of("123456")).signature(baseString))
                .isEqualTo("B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=");
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
    void sendsNeitherATokenNorARealmThatTheVendorDoesNotHave() {
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
