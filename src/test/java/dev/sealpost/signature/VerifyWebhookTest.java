package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sealpost.signature.WebhookScheme.Cipher;
import dev.sealpost.signature.WebhookScheme.Encoding;
import dev.sealpost.signature.WebhookScheme.SignaturePlace;
import dev.sealpost.signature.WebhookScheme.TimestampPlace;
import dev.sealpost.signature.WebhookScheme.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases beyond the published examples and the table of providers. */
class VerifyWebhookTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String KEY = "secret";

    private static WebhookScheme scheme(String signed, Optional<String> digest) {
        return new WebhookScheme(
                new SignaturePlace("sig", "", ""),
                Optional.of(new TimestampPlace("at", "", Unit.SECONDS, Duration.ofMinutes(5)))
                        .filter(place -> signed.contains("{timestamp}")),
                Template.parse(signed),
                new Cipher(HmacKey.Algorithm.HMAC_SHA256, Encoding.HEX),
                digest);
    }

    private static Optional<VerificationFailure> failure(
            WebhookScheme scheme, String url, Map<String, String> headers, String body) {
        return new VerifyWebhook(scheme)
                .failure(
                        new ReceivedWebhook("POST", url, headers, body.getBytes(StandardCharsets.UTF_8)),
                        List.of(HmacKey.of(KEY, HmacKey.Form.TEXT, HmacKey.Algorithm.HMAC_SHA256)),
                        NOW);
    }

    @Test
    void takesAHexSignatureInCapitals() {
        String signature = Hmacs.hex(KEY, "body").toUpperCase(Locale.ROOT);

        assertThat(failure(scheme("{body}", Optional.empty()), "", Map.of("SIG", signature), "body"))
                .isEmpty();
    }

    @Test
    void refusesAHeaderWithTheTextThatFollowsIt() {
        String signed = "{header:id}.{body}";
        String signature = Hmacs.hex(KEY, "1.2.3");

        assertThat(failure(scheme(signed, Optional.empty()), "", Map.of("sig", signature, "id", "1"), "2.3"))
                .isEmpty();
        assertThat(failure(scheme(signed, Optional.empty()), "", Map.of("sig", signature, "id", "1.2"), "3"))
                .contains(VerificationFailure.MALFORMED_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "01700000000", "1700000000 ", "1700000000000000000000", "soon", "-1"})
    void refusesATimeThatIsNoneOrFarAway(String time) {
        String signature = Hmacs.hex(KEY, time + "body");

        assertThat(failure(
                        scheme("{timestamp}{body}", Optional.empty()),
                        "",
                        Map.of("sig", signature, "at", time),
                        "body"))
                .isPresent();
    }

    @Test
    void namesTheReasonForTheOperator() {
        WebhookScheme scheme = scheme("{timestamp}{body}", Optional.empty());

        assertThat(failure(scheme, "", Map.of("at", "1700000000"), "b")).contains(VerificationFailure.MISSING_HEADER);
        assertThat(failure(scheme, "", Map.of("sig", "00"), "b")).contains(VerificationFailure.MISSING_HEADER);
        assertThat(failure(scheme, "", Map.of("sig", "", "at", "1700000000"), "b"))
                .contains(VerificationFailure.MALFORMED_HEADER);
        assertThat(failure(scheme, "", Map.of("sig", "00", "at", "1700000301"), "b"))
                .contains(VerificationFailure.STALE_TIMESTAMP);
        assertThat(failure(scheme, "", Map.of("sig", "00", "at", "1700000300"), "b"))
                .contains(VerificationFailure.WRONG_SIGNATURE);
    }

    @Test
    void wantsTheDigestOfABodyThatIsNoForm() {
        WebhookScheme scheme = scheme("{url}{form}", Optional.of("digest"));
        String plain = "https://a.example/x";
        String other = plain + "?digest=00";

        assertThat(failure(scheme, plain, Map.of("sig", Hmacs.hex(KEY, plain)), "{}"))
                .contains(VerificationFailure.WRONG_DIGEST);
        assertThat(failure(scheme, other, Map.of("sig", Hmacs.hex(KEY, other)), "{}"))
                .contains(VerificationFailure.WRONG_DIGEST);
        String broken = plain + "?digest=%zz";
        assertThat(failure(scheme, broken, Map.of("sig", Hmacs.hex(KEY, broken)), "{}"))
                .contains(VerificationFailure.WRONG_DIGEST);
    }

    @Test
    void refusesAnEmptyFormInPlaceOfTheBodyWhoseDigestIsSigned() {
        WebhookScheme scheme = scheme("{url}{form}", Optional.of("digest"));
        String url = "https://a.example/x?digest=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        String signature = Hmacs.hex(KEY, url);

        assertThat(failure(scheme, url, Map.of("sig", signature, "content-type", "application/json"), "{}"))
                .isEmpty();
        assertThat(failure(
                        scheme, url, Map.of("sig", signature, "content-type", "application/x-www-form-urlencoded"), ""))
                .contains(VerificationFailure.WRONG_DIGEST);
    }

    @Test
    void sortsTheParametersOfAForm() {
        String url = "https://a.example/x";
        String signature = Hmacs.hex(KEY, url + "Aa bB" + "z1" + "z2");

        assertThat(failure(
                        scheme("{url}{form}", Optional.of("digest")),
                        url,
                        Map.of("sig", signature, "content-type", "application/x-www-form-urlencoded"),
                        "z=2&Aa%20b=B&z=1&z=2"))
                .isEmpty();
    }

    @Test
    void decodesInAUrlWhatHubspotDecodesAndNothingElse() {
        String signature = Hmacs.hex(KEY, "POSThttps://a.example/x:/?@!$'()*,;%20%C3%A9%23body");

        assertThat(failure(
                        scheme("{method}{decodedUrl}{body}", Optional.empty()),
                        "https://a.example/x%3A%2F%3F%40%21%24%27%28%29%2a%2C%3b%20%C3%A9%23",
                        Map.of("sig", signature),
                        "body"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{timestamp}", "{url}{form}", "{body}{time}", "{body}{header:}"})
    void refusesASchemeThatProtectsNothing(String signed) {
        assertThatIllegalArgumentException().isThrownBy(() -> scheme(signed, Optional.empty()));
    }

    @Test
    void refusesATimeThatIsNotSigned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookScheme(
                        new SignaturePlace("sig", "", ""),
                        Optional.of(new TimestampPlace("at", "", Unit.SECONDS, Duration.ofMinutes(5))),
                        Template.parse("{body}"),
                        new Cipher(HmacKey.Algorithm.HMAC_SHA256, Encoding.HEX),
                        Optional.empty()))
                .withMessageContaining("proves nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{body", "body}", "{}", "{a{b}", "a{ }"})
    void refusesATemplateWithABraceTooMuch(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Template.parse(text))
                .withMessageContaining(text);
    }
}
