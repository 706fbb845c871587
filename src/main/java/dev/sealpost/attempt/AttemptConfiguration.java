package dev.sealpost.attempt;

import dev.sealpost.endpoint.RetrySchedule;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AttemptConfiguration {

    @Bean
    Decide decide(AttemptSettings settings) {
        return new Decide(new RetrySchedule(settings.retrySchedule(), settings.jitter()), new SecureRandom());
    }
}
