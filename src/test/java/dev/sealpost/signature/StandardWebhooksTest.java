package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.sealpost.signature.VerifyStandardWebhook.SignedHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {

    private static final SigningSecret SECRET = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] PAYLOAD = "{\"price\": 1.10}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = StandardWebhooks.sign(SECRET, "msg_1", NOW.getEpochSecond(), PAYLOAD);

    record Vector(String name, SigningSecret secret, SignedHeaders headers, byte[] payload) {

        static Vector of(JsonNode json) {
            return new Vector(
                    json.get("name").asText(),
                    SigningSecret.parse(json.get("secret").asText()),
                    new SignedHeaders(
                            json.get("id").asText(),
                            json.get("timestamp").asText(),
                            json.get("signature").asText()),
                    Base64.getDecoder().decode(json.get("payloadBase64").asText()));
        }

        long timestamp() {
            return Long.parseLong(headers.timestamp());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream file = StandardWebhooksTest.class.getResourceAsStream("/vectors/standard-webhooks.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(file).get("v1").spliterator(), false)
                    .map(Vector::of)
                    .toList()
                    .stream();
        }
    }

    @Test
    void readsAllVectors() throws IOException {
        assertThat(vectors()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void signsAsTheVectorsSay(Vector vector) {
        String signature =
                StandardWebhooks.sign(vector.secret(), vector.headers().id(), vector.timestamp(), vector.payload());

        assertThat(signature).isEqualTo(vector.headers().signature());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void acceptsTheVectors(Vector vector) {
        boolean valid = VerifyStandardWebhook.isValid(
                List.of(vector.secret()),
                vector.headers(),
                vector.payload(),
                Instant.ofEpochSecond(vector.timestamp()));

        assertThat(valid).isTrue();
    }

    @Test
    void isAcceptedByTheOfficialLibrary() {
        Instant now = Instant.now();
        String body = "{\"name\":\"Zoë – 東京\"}";
        SigningSecret secret = SigningSecret.generate();

        String signature =
                StandardWebhooks.sign(secret, "msg_1", now.getEpochSecond(), body.getBytes(StandardCharsets.UTF_8));

        assertThatCode(() -> new Webhook(secret.reveal())
                        .verify(
                                body,
                                Map.of(
                                        StandardWebhooks.ID_HEADER, List.of("msg_1"),
                                        StandardWebhooks.TIMESTAMP_HEADER, List.of("" + now.getEpochSecond()),
                                        StandardWebhooks.SIGNATURE_HEADER, List.of(signature))))
                .doesNotThrowAnyException();
    }

    @Test
    void acceptsWhatTheOfficialLibrarySigned() throws Exception {
        String body = "{\"name\":\"Zoë\"}";

        String signature = new Webhook(SECRET.reveal()).sign("msg_1", NOW.getEpochSecond(), body);

        assertThat(verify(headers(signature), body.getBytes(StandardCharsets.UTF_8), NOW))
                .isTrue();
    }

    @Test
    void acceptsAnySecretAndAnyPlaceInTheHeaderWhileKeysRotate() {
        boolean valid = VerifyStandardWebhook.isValid(
                List.of(SigningSecret.generate(), SECRET),
                headers("v1a,AAAA v1,AAAA  " + SIGNATURE + " v2,BBBB"),
                PAYLOAD,
                NOW);

        assertThat(valid).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1,", "v1", "v1a,SIG", "v2,SIG", "SIG", "V1,SIG", "v1,SIG=", "v1,SIGv1,SIG"})
    void refusesWhatIsNotAVersionOneSignatureOfThisMessage(String header) {
        assertThat(verify(headers(header.replace("SIG", SIGNATURE.substring(3))), PAYLOAD, NOW))
                .isFalse();
    }

    @Test
    void acceptsTenSignaturesAndRefusesEleven() {
        assertThat(verify(headers("v1,x ".repeat(9) + SIGNATURE), PAYLOAD, NOW)).isTrue();
        assertThat(verify(headers("v1,x ".repeat(10) + SIGNATURE), PAYLOAD, NOW))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void acceptsAMessageAtTheEdgeOfTheTolerance(long seconds) {
        assertThat(verify(headers(SIGNATURE), PAYLOAD, NOW.plusSeconds(seconds)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void refusesAMessageBeyondTheTolerance(long seconds) {
        assertThat(verify(headers(SIGNATURE), PAYLOAD, NOW.plusSeconds(seconds)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1700000000", "+1700000000", "01700000000", "1700000000.0", "1e9", " 1700000000", "٣"})
    void refusesATimestampThatIsNotPlainSeconds(String timestamp) {
        SignedHeaders headers = new SignedHeaders("msg_1", timestamp, SIGNATURE);

        assertThat(verify(headers, PAYLOAD, NOW)).isFalse();
    }

    @Test
    void refusesAnIdWithADot() {
        byte[] payload = "1.x".getBytes(StandardCharsets.UTF_8);
        String signature = StandardWebhooks.sign(SECRET, "msg.1", NOW.getEpochSecond(), payload);

        assertThat(verify(new SignedHeaders("msg.1", "1700000000", signature), payload, NOW))
                .isFalse();
    }

    @Test
    void refusesAChangedPayload() {
        byte[] changed = "{\"price\": 1.1}".getBytes(StandardCharsets.UTF_8);

        assertThat(verify(headers(SIGNATURE), changed, NOW)).isFalse();
    }

    @Test
    void refusesEverythingWithoutASecret() {
        assertThat(VerifyStandardWebhook.isValid(Collections.emptyList(), headers(SIGNATURE), PAYLOAD, NOW))
                .isFalse();
    }

    private static boolean verify(SignedHeaders headers, byte[] payload, Instant now) {
        return VerifyStandardWebhook.isValid(List.of(SECRET), headers, payload, now);
    }

    private static SignedHeaders headers(String signature) {
        return new SignedHeaders("msg_1", "" + NOW.getEpochSecond(), signature);
    }
}
