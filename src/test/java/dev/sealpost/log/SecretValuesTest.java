package dev.sealpost.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 35: a secret is cut out of a text however it is written there. */
class SecretValuesTest {

    private static final String SECRET = "p@ss \"w\\rd\"/<1&2>'ä+~";
    private static final String KEY = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nshort\n-----END KEY-----";

    @BeforeAll
    static void learn() {
        SecretValues.add(SECRET);
        SecretValues.add(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p@ss \"w\\rd\"/<1&2>'ä+~",
                "p%40ss+%22w%5Crd%22%2F%3C1%262%3E%27%C3%A4%2B%7E",
                "p%40ss%20%22w%5Crd%22%2F%3C1%262%3E%27%C3%A4%2B%7E",
                "p@ss%20%22w%5Crd%22/%3C1&2%3E'ä+~",
                "p@ss \\\"w\\\\rd\\\"/<1&2>'ä+~",
                "p@ss \\\"w\\\\rd\\\"\\/<1&2>'ä+~",
                "p@ss &quot;w\\rd&quot;/&lt;1&amp;2&gt;&apos;ä+~",
                "p@ss &#34;w\\rd&#34;/&lt;1&amp;2&gt;&#39;ä+~",
                "-----BEGIN KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\nshort\\n-----END KEY-----",
                "MIIEvQIBADANBgkqhkiG9w0BAQ"
            })
    void cutsOut(String written) {
        assertThat(SecretValues.mask("before " + written + " behind")).isEqualTo("before … behind");
    }

    @Test
    void cutsOutWhatAHeaderCarries() {
        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(SecretValues.mask("Bearer " + encoded)).isEqualTo("Bearer …");
    }
}
