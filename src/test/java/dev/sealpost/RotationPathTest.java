package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.sealpost.application.ApplicationId;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries during a rotation, verified as receivers do: by the library of Standard Webhooks, and by the JDK. */
class RotationPathTest {

    private static final String SECRET = "/app/acme/endpoint/mine/secret";

    @Test
    void signsForBothReceiversWhileOneKeyReplacesTheOther(@TempDir Path data) throws Exception {
        try (Inbox inbox = new Inbox();
                Node node = new Node(data)) {
            inbox.answers("/mine", Inbox.status(200));
            ApplicationId application = node.anApplication("acme");
            node.call("POST", "/app/acme/endpoint", "{\"uid\": \"mine\", \"url\": \"" + inbox.url("/mine") + "\"}");
            String secret = node.call("GET", SECRET, "").path("key").asText();
            String publicKey = node.call("POST", SECRET + "/rotate", "{\"key\": \"whsk_" + "A".repeat(43) + "=\"}")
                    .path("key")
                    .asText();

            node.publish(application, "{\"orderId\":1}");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !inbox.at("/mine").isEmpty());
            Inbox.Received received = inbox.at("/mine").getFirst();
            List<String> signatures =
                    List.of(received.header("webhook-signature").split(" "));
            assertThat(signatures).hasSize(2);
            assertThat(isValid(publicKey, signatures.getFirst(), received)).isTrue();
            new Webhook(secret)
                    .verify(
                            new String(received.body(), StandardCharsets.UTF_8),
                            HttpHeaders.of(received.headers(), (name, value) -> true));
        }
    }

    private static boolean isValid(String publicKey, String signature, Inbox.Received received) throws Exception {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(HexFormat.of().parseHex("302a300506032b6570032100"));
        encoded.write(Base64.getDecoder().decode(publicKey.substring("whpk_".length())));
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        String head = received.header("webhook-id") + "." + received.header("webhook-timestamp") + ".";
        verifier.update(head.getBytes(StandardCharsets.UTF_8));
        verifier.update(received.body());
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }
}
