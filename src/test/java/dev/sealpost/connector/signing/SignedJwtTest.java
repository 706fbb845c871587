package dev.sealpost.connector.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignedJwtTest {

    private static final Base64.Decoder URL = Base64.getUrlDecoder();

    private static BigInteger number(String base64) {
        return new BigInteger(1, URL.decode(base64));
    }

    static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** RFC 7515, appendix A.2. */
    @Test
    void signsAsInTheExampleOfTheStandard() throws Exception {
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(
                        number(
                                "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0"
                                        + "Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
                                        + "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7a"
                                        + "GhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
                        number(
                                "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2"
                                        + "NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M"
                                        + "_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_"
                                        + "jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ")));
        String text = "eyJhbGciOiJSUzI1NiJ9."
                + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

        assertThat(SignedJwt.sign(text, PemKey.parse(pem(key), JwtAlgorithm.RS256), JwtAlgorithm.RS256))
                .isEqualTo(text
                        + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5ju"
                        + "jGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Q"
                        + "e7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI"
                        + "8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
    }

    /** RFC 7515, appendix A.3. A signature by ECDSA differs each time: the vendor accepts ours by the key of the example. */
    @Test
    void signsSoThatTheKeyOfTheExampleVerifies() throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = curve.getParameterSpec(ECParameterSpec.class);
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(number("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"), p256));
        Signature vendor = Signature.getInstance("SHA256withECDSAinP1363Format");
        vendor.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                number("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                                number("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")),
                        p256)));
        String text = "eyJhbGciOiJFUzI1NiJ9."
                + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        byte[] published =
                URL.decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

        byte[] ours = URL.decode(SignedJwt.sign(text, PemKey.parse(pem(key), JwtAlgorithm.ES256), JwtAlgorithm.ES256)
                .substring(text.length() + 1));

        for (byte[] signature : List.of(published, ours)) {
            vendor.update(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(vendor.verify(signature)).isTrue();
        }
    }

    private static KeyPair keys(JwtAlgorithm algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keyType());
        if (algorithm == JwtAlgorithm.ES256) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    /** With keys of our own; the standard has no example of PS256. */
    @ParameterizedTest
    @EnumSource
    void signsSoThatTheVendorCanVerify(JwtAlgorithm algorithm) throws Exception {
        KeyPair keys = keys(algorithm);
        ObjectNode claims = JsonNodeFactory.instance.objectNode().put("iss", "me");

        String jwt =
                SignedJwt.of(claims, PemKey.parse(pem(keys.getPrivate()), algorithm), algorithm, Optional.of("key-1"));

        String[] parts = jwt.split("[.]");
        assertThat(new ObjectMapper().readTree(URL.decode(parts[0])))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"key-1\"}"));
        assertThat(new ObjectMapper().readTree(URL.decode(parts[1]))).isEqualTo(claims);
        Signature verify = Signature.getInstance(
                switch (algorithm) {
                    case RS256 -> "SHA256withRSA";
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case PS256 -> "RSASSA-PSS";
                });
        if (algorithm == JwtAlgorithm.PS256) {
            verify.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        verify.initVerify(keys.getPublic());
        verify.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(verify.verify(URL.decode(parts[2]))).isTrue();
    }

    @Test
    void readsAKeyInOneLineOfAnEnvironmentVariable() throws Exception {
        PrivateKey key = keys(JwtAlgorithm.RS256).getPrivate();

        assertThat(PemKey.parse(pem(key).replace("\r", "").replace("\n", "\\n"), JwtAlgorithm.RS256))
                .isEqualTo(key);
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        assertThatThrownBy(() -> PemKey.parse("abc", JwtAlgorithm.RS256))
                .hasMessageContaining("begins with -----BEGIN PRIVATE KEY-----");
        assertThatThrownBy(() -> PemKey.parse(
                        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", JwtAlgorithm.RS256))
                .hasMessageContaining("of the type RSA PRIVATE KEY and not PRIVATE KEY; convert it with openssl pkcs8");
        String ec = pem(keys(JwtAlgorithm.ES256).getPrivate());
        assertThatThrownBy(() -> PemKey.parse(ec, JwtAlgorithm.PS256))
                .hasMessage("it is no RSA key, which PS256 needs")
                .hasNoCause();
    }

    /** RFC 7636, appendix B. */
    @Test
    void provesTheCodeAsInTheExampleOfTheStandard() {
        assertThat(new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assertThat(Pkce.random().verifier())
                .hasSize(43)
                .isNotEqualTo(Pkce.random().verifier());
    }
}
