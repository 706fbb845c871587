package dev.sealpost.source.webhook;

import dev.sealpost.node.HandClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.mock.env.MockEnvironment;

/** Sources as their settings define them. */
final class TestSources {

    static final String SECRET = "s3cr3t";
    static final String WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private TestSources() {}

    /** @param settings below {@code sealpost.} */
    static Sources with(Map<String, String> settings) {
        MockEnvironment environment = new MockEnvironment();
        settings.forEach((key, value) -> environment.setProperty("sealpost." + key, value));
        InboundConfiguration configuration = new InboundConfiguration();
        return configuration.sources(configuration.defineSources(environment));
    }

    /** Named as its provider. */
    static Source of(String provider, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "application",
                "shop",
                "secrets[0]",
                provider.equals("svix") || provider.equals("standard-webhooks") ? WHSEC : SECRET,
                "public-url",
                "https://shop.example.com/in/" + provider,
                "verify-token",
                "token"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put("sources." + provider + "." + key, value));
        return with(whole).find(provider).orElseThrow();
    }

    static ReceiveWebhook receiver(HandClock clock) {
        return new ReceiveWebhook(
                clock, new SourceCounts(new Sources(List.of())), new ReportRefusals(System::nanoTime));
    }
}
