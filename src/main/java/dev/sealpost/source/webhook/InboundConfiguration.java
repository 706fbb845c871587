package dev.sealpost.source.webhook;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.database.Writes;
import dev.sealpost.node.PeriodicWork;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** Beans of inbound webhooks. */
@Configuration(proxyBeanMethods = false)
class InboundConfiguration {

    /** Providers in the jar; the configuration can add and override providers. */
    private static final Resource PROVIDERS = new ClassPathResource("providers.yaml");

    private static final Duration HOUR = Duration.ofHours(1);

    @Bean
    DefineSources defineSources(Environment environment) {
        return new DefineSources(environment, PROVIDERS);
    }

    @Bean
    Sources sources(DefineSources define) {
        return new Sources(define.ofConfiguration());
    }

    @Bean
    DeployedSources deployedSources(DefineSources define, Sources sources) {
        return new DeployedSources(define, sources);
    }

    @Bean
    SourceCounts sourceCounts(Sources sources) {
        return new SourceCounts(sources);
    }

    @Bean
    ReceiveWebhook receiveWebhook(Clock clock, SourceCounts counts) {
        return new ReceiveWebhook(clock, counts, new ReportRefusals(System::nanoTime));
    }

    @Bean
    SourceApplications sourceApplications(ApplicationDirectory directory, ApplicationStore store) {
        return new SourceApplications(directory, store);
    }

    @Bean
    NewestVersions newestVersions(Writes writes, Clock clock) {
        return new NewestVersions(writes, clock);
    }

    @Bean
    KeepOrder keepOrder(NewestVersions versions) {
        return new KeepOrder(versions);
    }

    @Bean
    PeriodicWork versionCleanup(Sources sources, NewestVersions versions, Clock clock) {
        return new PeriodicWork("sources", HOUR, HOUR, new ForgetVersions(sources, versions, clock)::forget);
    }
}
