package dev.sealpost.demo;

import dev.sealpost.node.DataDirectory;
import java.util.Base64;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Signing secret shared by the demo inbox and its endpoint, stored in {@code data/demo-inbox-secret}. */
@Component
@Profile("demo")
final class DemoSecret {

    private final String text;

    DemoSecret(DataDirectory data) {
        byte[] key = Base64.getUrlDecoder().decode(data.secret("demo-inbox-secret"));
        this.text = "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /** Secret as {@code whsec_} and base64. */
    String text() {
        return text;
    }
}
