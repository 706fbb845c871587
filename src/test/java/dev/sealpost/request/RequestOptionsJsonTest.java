package dev.sealpost.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOptionsJsonTest {

    private final List<Violation> violations = new ArrayList<>();

    private RequestOptions patch(RequestOptions old, String json) {
        return RequestOptionsJson.patch(Json.tree(json.getBytes(StandardCharsets.UTF_8)), old, "/request", violations);
    }

    private static String publicKey() throws Exception {
        return new ECKeyGenerator(Curve.P_256)
                .keyID("k1")
                .generate()
                .toPublicJWK()
                .toJSONString();
    }

    @Test
    void isReadAsItIsWritten() throws Exception {
        RequestOptions options = patch(
                RequestOptions.NONE,
                "{\"format\":\"cloudevents-binary\",\"encryption\":{\"jwk\":" + publicKey()
                        + "},\"authentication\":{\"credential\":\"acme\",\"header\":\"X-Key\",\"prefix\":\"Key \"}}");

        assertThat(violations).isEmpty();
        assertThat(options.format()).isEqualTo(PayloadFormat.CLOUDEVENTS_BINARY);
        assertThat(RequestOptionsJson.parse(RequestOptionsJson.write(options).toString()))
                .isEqualTo(options);
    }

    @Test
    void keepsAbsentMembersAndResetsThoseThatAreNull() throws Exception {
        RequestOptions all = patch(
                RequestOptions.NONE,
                "{\"format\":\"cloudevents-binary\",\"encryption\":{\"jwk\":" + publicKey()
                        + "},\"authentication\":{\"credential\":\"acme\"}}");

        RequestOptions fewer = patch(all, "{\"encryption\":null}");

        assertThat(fewer.encryption()).isEmpty();
        assertThat(fewer.authentication()).isEqualTo(all.authentication());
        assertThat(fewer.format()).isEqualTo(all.format());
        assertThat(patch(all, "null")).isEqualTo(RequestOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                        | /request",
                "{\"format\":\"soap\"}                                     | /request/format",
                "{\"formt\":\"x\"}                                         | /request/formt",
                "{\"encryption\":{}}                                       | /request/encryption/jwk",
                "{\"encryption\":{\"jwk\":\"x\"}}                          | /request/encryption/jwk",
                "{\"encryption\":{\"jwk\":{\"kty\":\"EC\"}}}               | /request/encryption/jwk",
                "{\"encryption\":7}                                        | /request/encryption",
                "{\"authentication\":{}}                                   | /request/authentication/credential",
                "{\"authentication\":{\"credential\":\"A b\"}}             | /request/authentication/credential",
                "{\"authentication\":{\"credential\":\"a\",\"header\":\"Host\"}}       | /request/authentication/header",
                "{\"authentication\":{\"credential\":\"a\",\"header\":\"webhook-id\"}} | /request/authentication/header",
                "{\"authentication\":{\"credential\":\"a\",\"header\":\"a\\r\\nb\"}}   | /request/authentication/header",
                "{\"authentication\":{\"credential\":\"a\",\"prefix\":\"x\"}}          | /request/authentication/prefix",
                "{\"authentication\":{\"credential\":\"a\",\"header\":\"a\",\"query\":\"b\"}} | /request/authentication/query"
            })
    void namesWhatIsWrong(String json, String pointer) {
        patch(RequestOptions.NONE, json);

        assertThat(violations).extracting(Violation::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "RSA"})
    void encryptsWithAFreshKeyEachTime(String kind) throws Exception {
        JWK key = kind.equals("RSA")
                ? new RSAKeyGenerator(2048).keyID("k1").generate()
                : new ECKeyGenerator(Curve.parse(kind)).keyID("k1").generate();
        ReceiverKey receiver = ReceiverKey.parse(key.toPublicJWK().toJSONString());
        byte[] body = "{\"a\":1.10}".getBytes(StandardCharsets.UTF_8);

        String first = new String(receiver.encrypt(body, "application/json"), StandardCharsets.US_ASCII);
        String second = new String(receiver.encrypt(body, "application/json"), StandardCharsets.US_ASCII);

        assertThat(first).isNotEqualTo(second);
        JWEObject jwe = JWEObject.parse(first);
        jwe.decrypt(kind.equals("RSA") ? new RSADecrypter(key.toRSAKey()) : new ECDHDecrypter(key.toECKey()));
        assertThat(jwe.getPayload().toBytes()).isEqualTo(body);
        assertThat(jwe.getHeader().toJSONObject())
                .containsEntry("alg", kind.equals("RSA") ? "RSA-OAEP-256" : "ECDH-ES")
                .containsEntry("enc", "A256GCM")
                .containsEntry("kid", "k1")
                .containsEntry("cty", "json");
    }

    @Test
    void refusesKeysThatDoNotFit() throws Exception {
        assertRefused(new ECKeyGenerator(Curve.P_256).generate(), "private");
        assertRefused(
                JWK.parse("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}"),
                "P-256");
        assertRefused(new OctetSequenceKeyGenerator(256).generate(), "private");
        assertRefused(new RSAKeyGenerator(1024, true).generate().toPublicJWK(), "2048 bits");
        assertRefused(
                new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .generate()
                        .toPublicJWK(),
                "use must be enc");
    }

    private static void assertRefused(JWK key, String reason) {
        assertThatThrownBy(() -> ReceiverKey.parse(key.toJSONString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
