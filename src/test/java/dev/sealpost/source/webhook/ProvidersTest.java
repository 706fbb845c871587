package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.signature.HmacKey;
import dev.sealpost.signature.Hmacs;
import dev.sealpost.signature.ReceivedWebhook;
import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.signature.VerifyStandardWebhook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

/** The definitions in {@code config/providers.yaml}, against what providers publish and against signatures made here. */
class ProvidersTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECONDS = "1700000000";
    private static final String MILLIS = "1700000000000";
    private static final String BODY = "{\"n\":1.10,\"t\":\"é\"}";
    private static final String FORM = "To=%2B1&Body=a+b&To=%2B0";
    private static final String KEY = TestSources.SECRET;
    private static final byte[] STANDARD_KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** A webhook as its provider sends it; the name of the header with the signature, and of the one with the time. */
    record Sent(String provider, String url, Map<String, String> headers, String body, String signature, String time) {

        ReceivedWebhook webhook() {
            return new ReceivedWebhook("POST", url, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        Sent with(String header, UnaryOperator<String> change) {
            Map<String, String> changed = new HashMap<>(headers);
            changed.put(header, change.apply(headers.get(header)));
            return new Sent(provider, url, changed, body, signature, time);
        }

        Sent withBody(String other) {
            return new Sent(provider, url, headers, other, signature, time);
        }

        Sent withUrl(String other) {
            return new Sent(provider, other, headers, body, signature, time);
        }

        @Override
        public String toString() {
            return provider + (headers.containsKey("Content-Type") ? ", a form" : "");
        }
    }

    private static Sent sent(String provider, String signature, String value, String time, String timeValue) {
        Map<String, String> headers = new HashMap<>(Map.of(signature, value));
        if (!time.isEmpty() && !time.equals(signature)) {
            headers.put(time, timeValue);
        }
        return new Sent(provider, url(provider), headers, BODY, signature, time);
    }

    private static String url(String provider) {
        return "https://shop.example.com/in/" + provider;
    }

    private static Sent standard(String provider, String prefix) {
        String signature = Hmacs.base64("HmacSHA256", STANDARD_KEY, "msg_1." + SECONDS + "." + BODY);
        return new Sent(
                provider,
                url(provider),
                Map.of(prefix + "id", "msg_1", prefix + "timestamp", SECONDS, prefix + "signature", "v1," + signature),
                BODY,
                prefix + "signature",
                prefix + "timestamp");
    }

    static final List<Sent> SENT = List.of(
            sent(
                    "stripe",
                    "Stripe-Signature",
                    "t=" + SECONDS + ",v1=" + Hmacs.hex(KEY, SECONDS + "." + BODY),
                    "Stripe-Signature",
                    ""),
            sent("github", "X-Hub-Signature-256", "sha256=" + Hmacs.hex(KEY, BODY), "", ""),
            sent("shopify", "X-Shopify-Hmac-Sha256", Hmacs.base64(KEY, BODY), "", ""),
            sent(
                    "slack",
                    "X-Slack-Signature",
                    "v0=" + Hmacs.hex(KEY, "v0:" + SECONDS + ":" + BODY),
                    "X-Slack-Request-Timestamp",
                    SECONDS),
            new Sent(
                    "twilio",
                    url("twilio") + "?a=1",
                    Map.of(
                            "Content-Type",
                            "application/x-www-form-urlencoded",
                            "X-Twilio-Signature",
                            Hmacs.base64(
                                    "HmacSHA1",
                                    KEY.getBytes(StandardCharsets.UTF_8),
                                    url("twilio") + "?a=1" + "Bodya b" + "To+0" + "To+1")),
                    FORM,
                    "X-Twilio-Signature",
                    ""),
            sent(
                    "hubspot",
                    "X-HubSpot-Signature-v3",
                    Hmacs.base64(KEY, "POST" + url("hubspot") + BODY + MILLIS),
                    "X-HubSpot-Request-Timestamp",
                    MILLIS),
            sent("square", "x-square-hmacsha256-signature", Hmacs.base64(KEY, url("square") + BODY), "", ""),
            standard("standard-webhooks", "webhook-"),
            standard("svix", "svix-"),
            sent("meta", "X-Hub-Signature-256", "sha256=" + Hmacs.hex(KEY, BODY), "", ""),
            sent("hmac", "X-Signature", Hmacs.hex(KEY, BODY), "", ""));

    static List<Sent> timed() {
        return SENT.stream().filter(sent -> !sent.time().isEmpty()).toList();
    }

    static List<Sent> urlSigned() {
        return SENT.stream()
                .filter(sent -> List.of("twilio", "hubspot", "square").contains(sent.provider()))
                .toList();
    }

    private static Optional<VerificationFailure> failure(Sent sent, Instant now) {
        return failure(TestSources.of(sent.provider()), sent.webhook(), now);
    }

    private static Optional<VerificationFailure> failure(Source source, ReceivedWebhook webhook, Instant now) {
        return source.trust().verify().failure(webhook, source.trust().keys(), now);
    }

    /** Flips the lowest bit of the last letter or digit. */
    private static String flipped(String text) {
        int at = text.length() - 1;
        while (!Character.isLetterOrDigit(text.charAt(at))) {
            at--;
        }
        return text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
    }

    static Stream<JsonNode> published() throws IOException {
        try (InputStream file = ProvidersTest.class.getResourceAsStream("/vectors/published-webhooks.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(file).get("examples").spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void acceptsWhatProvidersPublishAndNothingThatDiffersInOneBit(JsonNode example) {
        Map<String, String> headers = new HashMap<>();
        example.get("headers")
                .properties()
                .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        byte[] body = example.get("body").asText().getBytes(StandardCharsets.UTF_8);
        Source source = TestSources.of(
                example.get("provider").asText(),
                "secrets[0]",
                example.get("secret").asText());
        ReceivedWebhook webhook =
                new ReceivedWebhook("POST", example.path("url").asText(), headers, body);
        Instant at = Instant.ofEpochSecond(example.get("at").asLong());

        assertThat(failure(source, webhook, at)).isEmpty();
        body[body.length / 2] ^= 1;
        assertThat(failure(source, webhook, at)).isPresent();
    }

    @Test
    void readsAllExamples() throws IOException {
        assertThat(published().map(example -> example.get("provider").asText()))
                .contains("stripe", "github", "slack", "twilio", "hubspot", "square", "svix")
                .hasSize(8);
    }

    @ParameterizedTest
    @FieldSource("SENT")
    void acceptsARightSignature(Sent sent) {
        assertThat(failure(sent, NOW)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("SENT")
    void refusesABodyWithOneBitChanged(Sent sent) {
        assertThat(failure(sent.withBody(flipped(sent.body())), NOW)).contains(VerificationFailure.WRONG_SIGNATURE);
        assertThat(failure(sent.withBody(sent.body() + " "), NOW)).contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @FieldSource("SENT")
    void refusesASignatureWithOneBitChanged(Sent sent) {
        assertThat(failure(sent.with(sent.signature(), ProvidersTest::flipped), NOW))
                .contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @FieldSource("SENT")
    void refusesAWebhookWithoutASignature(Sent sent) {
        assertThat(failure(sent.with(sent.signature(), value -> ""), NOW))
                .contains(VerificationFailure.MALFORMED_HEADER);
        Sent without = new Sent(sent.provider(), sent.url(), Map.of(), sent.body(), "", "");
        assertThat(failure(without, NOW)).contains(VerificationFailure.MISSING_HEADER);
    }

    @ParameterizedTest
    @MethodSource("timed")
    void refusesATimeWithOneBitChanged(Sent sent) {
        Sent other = sent.with(sent.time(), value -> value.replaceFirst("1700000000", "1700000001"));

        assertThat(failure(other, NOW)).contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("timed")
    void refusesWhatWasSignedTooLongAgoOrTooFarAhead(Sent sent) {
        Duration most = Duration.ofMinutes(5);

        assertThat(failure(sent, NOW.plus(most))).isEmpty();
        assertThat(failure(sent, NOW.plus(most).plusSeconds(1))).contains(VerificationFailure.STALE_TIMESTAMP);
        assertThat(failure(sent, NOW.minus(most).minusSeconds(1))).contains(VerificationFailure.STALE_TIMESTAMP);
    }

    @ParameterizedTest
    @MethodSource("urlSigned")
    void refusesAnotherUrlWhereItIsSigned(Sent sent) {
        assertThat(failure(sent.withUrl(sent.url() + "x"), NOW)).contains(VerificationFailure.WRONG_SIGNATURE);
        assertThat(failure(sent.withUrl(sent.url().replace("https", "http")), NOW))
                .contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @FieldSource("SENT")
    void acceptsTheOldSecretAndTheNewOneWhileTheyAreRotated(Sent sent) {
        boolean isStandard =
                sent.toString().startsWith("svix") || sent.toString().startsWith("standard");
        String another = isStandard ? "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX" : "another";
        String own = isStandard ? TestSources.WHSEC : KEY;

        assertThat(failure(
                        TestSources.of(sent.provider(), "secrets[0]", another, "secrets[1]", own), sent.webhook(), NOW))
                .isEmpty();
        assertThat(failure(TestSources.of(sent.provider(), "secrets[0]", another), sent.webhook(), NOW))
                .contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @Test
    void sharesTheSchemeOfStandardWebhooksWithWhatWeSend() {
        Map<String, ProviderSettings> providers = new BindByName(
                        new MockEnvironment(), new ClassPathResource("providers.yaml"))
                .map(DefineSource.PROVIDERS, ProviderSettings.class);

        assertThat(providers)
                .hasEntrySatisfying("standard-webhooks", standard -> {
                    assertThat(standard.scheme()).isEqualTo(VerifyStandardWebhook.SCHEME);
                    assertThat(standard.signature().secret()).isEqualTo(HmacKey.Form.WHSEC);
                })
                .hasSize(11);
    }
}
