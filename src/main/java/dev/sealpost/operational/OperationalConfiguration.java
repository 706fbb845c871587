package dev.sealpost.operational;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.delivery.AttemptLog;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.event.Publisher;
import dev.sealpost.home.Background;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "sealpost.operational.enabled", matchIfMissing = true)
class OperationalConfiguration {

    @Bean
    KnownOperators knownOperators(
            OperationalSettings settings,
            ApplicationDirectory applications,
            EndpointDirectory endpoints,
            Subscriptions subscriptions) {
        return new KnownOperators(settings.application(), applications, endpoints, subscriptions);
    }

    @Bean
    PublishNotice publishNotice(
            Publisher publisher, ApplicationStore applications, EndpointDirectory endpoints, KnownOperators operators) {
        Profile profile = new Profile(Optional.of(operators.uid()), "Sealpost", Map.of(), Optional.empty());
        return new PublishNotice(
                publisher,
                () -> operators
                        .applications()
                        .find(operators.uid())
                        .orElseGet(() ->
                                applications.findOrCreate(profile).application().id()),
                new KnownUids(applications, endpoints));
    }

    @Bean(destroyMethod = "close")
    Outbox outbox(PublishNotice publish, OperationalSettings settings, Background background) {
        return new Outbox(publish::publish, settings.waiting(), background);
    }

    @Bean
    TakeNotice takeNotice(
            OperationalSettings settings, KnownOperators operators, AttemptLog log, Clock clock, Outbox outbox) {
        return new TakeNotice(settings.failingAttempt(), operators, new PastAttempts.Logged(log), clock, outbox);
    }
}
