package dev.sealpost.home;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class HomeConfiguration {

    @Bean
    DataDirectory dataDirectory(HomeSettings settings) {
        return DataDirectory.open(settings.data());
    }

    @Bean
    Breakdown breakdown() {
        return Breakdown.ofThisProcess();
    }

    @Bean
    Background background(Breakdown breakdown) {
        return new Background(breakdown);
    }

    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }
}
