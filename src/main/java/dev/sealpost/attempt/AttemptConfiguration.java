package dev.sealpost.attempt;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.node.Registry;
import dev.sealpost.node.WarmUpStep;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AttemptConfiguration {

    /** Default policy of destinations without an override. */
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

    @Bean
    WarmUpStep warmUpWebhooks(EgressSettings egress, DeliveryPolicy defaults, Decide decide, Clock clock) {
        return new WarmUpStep("webhooks", new WarmUpWebhooks(egress, defaults, decide, clock));
    }

    @Bean
    WebhookDestinations webhookDestinations(
            EndpointDirectory endpoints,
            ApplicationDirectory applications,
            PostWebhook post,
            DeliveryPolicy defaults,
            Registry<Destinations> kinds) {
        return kinds.register(new WebhookDestinations(endpoints, applications, post, defaults));
    }
}
