package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String BODY = "{\"price\": 1.10}";

    private static String sign(SigningKeys keys, Instant now) {
        return keys.sign("msg_1", now, BODY.getBytes(StandardCharsets.UTF_8));
    }

    /** Verifies with the library for Java, which knows v1 only. */
    private static boolean accepts(SigningSecret secret, String signature, Instant at) throws Exception {
        Map<String, List<String>> headers = Map.of(
                "webhook-id", List.of("msg_1"),
                "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                "webhook-signature", List.of(signature));
        try {
            new Webhook(secret.reveal()).verify(BODY, HttpHeaders.of(headers, (name, value) -> true));
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    @Test
    void signWithBothSecretsUntilTheGracePeriodEnds() throws Exception {
        SigningSecret old = SigningSecret.generate();
        SigningSecret next = SigningSecret.generate();

        SigningKeys keys = SigningKeys.of(old).rotatedTo(next, NOW.minus(DAY), DAY.plusSeconds(10));

        String during = sign(keys, NOW);
        assertThat(accepts(old, during, NOW)).isTrue();
        assertThat(accepts(next, during, NOW)).isTrue();
        String after = sign(keys, NOW.plusSeconds(10));
        assertThat(accepts(old, after, NOW.plusSeconds(10))).isFalse();
        assertThat(accepts(next, after, NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void replaceASecretAtOnceWithoutAGracePeriod() {
        SigningKeys keys =
                SigningKeys.of(SigningSecret.generate()).rotatedTo(SigningSecret.generate(), NOW, Duration.ZERO);

        assertThat(keys.former()).isEmpty();
    }

    @Test
    void areUnchangedByTheSameSecret() {
        SigningKeys keys = SigningKeys.of(SigningSecret.generate());

        assertThat(keys.rotatedTo(keys.current().orElseThrow(), NOW, DAY)).isEqualTo(keys);
    }

    @Test
    void areTenAtMostAndForgetThoseThatExpired() {
        SigningKeys keys = SigningKeys.of(SigningSecret.generate());
        for (int i = 1; i < SigningKeys.MOST; i++) {
            keys = keys.rotatedTo(SigningSecret.generate(), NOW, DAY);
        }
        SigningKeys full = keys;
        assertThat(sign(full, NOW).split(" ")).hasSize(SigningKeys.MOST);

        assertThatThrownBy(() -> full.rotatedTo(SigningSecret.generate(), NOW, DAY))
                .isInstanceOf(TooManyKeysException.class)
                .hasMessageContaining(NOW.plus(DAY).toString());
        assertThat(full.rotatedTo(SigningSecret.generate(), NOW.plus(DAY), DAY).former())
                .hasSize(1);
    }

    @Test
    void signInBothSchemesWhileAReceiverChanges() throws Exception {
        SigningSecret old = SigningSecret.generate();
        SigningKeyPair next = SigningKeyPair.generate();

        String signature = sign(SigningKeys.of(old).rotatedTo(next, NOW, DAY), NOW);

        assertThat(accepts(old, signature, NOW)).isTrue();
        assertThat(signature).startsWith("v1a,").contains(" v1,");
        assertThat(isValid(next.reveal(), signature.split(" ")[0])).isTrue();
        assertThat(isValid(SigningKeyPair.generate().reveal(), signature.split(" ")[0]))
                .isFalse();
    }

    /** Verifies with the JDK and nothing but the public key. */
    private static boolean isValid(String publicKey, String signature) throws Exception {
        assertThat(publicKey).startsWith("whpk_");
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] key = Base64.getDecoder().decode(publicKey.substring("whpk_".length()));
        byte[] encoded = new byte[head.length + key.length];
        System.arraycopy(head, 0, encoded, 0, head.length);
        System.arraycopy(key, 0, encoded, head.length, key.length);
        PublicKey known = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(known);
        verifier.update(("msg_1." + NOW.getEpochSecond() + "." + BODY).getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }

    /** The first test of RFC 8032, section 7.1. */
    @Test
    void derivesThePublicKeyOfASeed() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] expected = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        SigningKeyPair pair = SigningKeyPair.parse("whsk_" + Base64.getEncoder().encodeToString(seed));

        assertThat(pair.reveal()).isEqualTo("whpk_" + Base64.getEncoder().encodeToString(expected));
    }

    @Test
    void areReadAsStored() {
        SigningSecret secret = SigningSecret.generate();
        SigningKeyPair pair = SigningKeyPair.generate();

        assertThat(SigningKey.ofStored(secret.stored())).isEqualTo(secret);
        assertThat(SigningKey.ofStored(pair.stored())).isEqualTo(pair);
        assertThat(SigningKey.parse(pair.text())).isEqualTo(pair);
        assertThat(pair).hasToString("whsk_…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsk_",
                "whsk_AAAA",
                "whsk_???",
                "whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
            })
    void refuseAMalformedPrivateKeyWithoutShowingIt(String text) {
        assertThatThrownBy(() -> SigningKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("AAAA")
                .hasMessageNotContaining("???");
    }

    private static String classic(String signed, String value) {
        return new ClassicSignature(
                        "X-Signature", Template.parse(signed), Template.parse(value), "It's a Secret to Everybody")
                .sign("msg_1", Instant.ofEpochSecond(1492774577), "Hello, World!".getBytes(StandardCharsets.UTF_8));
    }

    /** The example of GitHub's documentation. */
    @Test
    void signAsGithubDoes() {
        assertThat(classic("{body}", "sha256={hex}"))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void signATimeAsStripeDoes() {
        assertThat(classic("{timestamp}.{body}", "t={timestamp},v1={hex}"))
                .isEqualTo("t=1492774577,v1=" + Hmacs.hex("It's a Secret to Everybody", "1492774577.Hello, World!"));
    }

    @ParameterizedTest
    @CsvSource({
        "{timestamp},  {hex},             the signed text must contain {body}",
        "{body},       x,                 the value must contain {hex} or {base64}",
        "{body},       't={timestamp}{hex}', a {timestamp} in the value must be in the signed text too",
        "{body}{hex},  {hex},             the signed text has the unknown field {hex}",
        "{body},       {body}{hex},       the value has the unknown field {body}"
    })
    void refuseATemplateThatProvesNothing(String signed, String value, String reason) {
        assertThatThrownBy(() -> new ClassicSignature("X", Template.parse(signed), Template.parse(value), "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }
}
