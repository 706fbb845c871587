package dev.sealpost.console;

import dev.sealpost.node.DataDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Protects the metrics with a separate token, so that a scraper needs neither the API token nor the console password.
 */
@Configuration(proxyBeanMethods = false)
class MetricsSecurity {

    static final String PATH = "/actuator/prometheus";
    static final String FILE = "metrics-token";

    @Bean
    @Order(40)
    SecurityFilterChain metrics(HttpSecurity http, MetricsSettings settings, DataDirectory data) throws Exception {
        String token = settings.token().isBlank()
                ? data.secret(FILE)
                : settings.token().strip();
        return http.securityMatcher(PATH)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new MetricsTokenFilter(token), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
