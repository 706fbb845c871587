package dev.sealpost.operational;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.delivery.BreakerListener;
import dev.sealpost.delivery.DeliveryListener;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.event.Publisher;
import dev.sealpost.history.AttemptLog;
import dev.sealpost.node.Background;
import dev.sealpost.node.Registry;
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
    NoticeQueue noticeQueue(PublishNotice publish, OperationalSettings settings, Background background) {
        return new NoticeQueue(publish::publish, settings.waiting(), background);
    }

    @Bean
    OperationalEventListener operationalEventListener(
            OperationalSettings settings,
            KnownOperators operators,
            AttemptLog log,
            Clock clock,
            NoticeQueue notices,
            Registry<DeliveryListener> deliveries,
            Registry<BreakerListener> breakers) {
        OperationalEventListener listener = new OperationalEventListener(
                settings.failingAttempt(), operators, new PastAttempts.Logged(log), clock, notices);
        deliveries.register(listener);
        breakers.register(listener);
        return listener;
    }
}
