package dev.sealpost.attempt;

import dev.sealpost.endpoint.DeliveryPolicy;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AttemptConfiguration {

    /** For destinations that do not say otherwise. */
    @Bean
    DeliveryPolicy defaultPolicy(AttemptSettings settings) {
        return settings.policy();
    }

    @Bean
    Decide decide(AttemptSettings settings) {
        return new Decide(settings.retryAfter(), new SecureRandom());
    }

    @Bean
    PostWebhook postWebhook(WebhookRoute route, Decide decide, AttemptSettings settings, Clock clock) {
        return new PostWebhook(route, decide, settings.deadline(), clock);
    }
}
