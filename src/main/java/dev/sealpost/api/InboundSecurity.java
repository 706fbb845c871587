package dev.sealpost.api;

import dev.sealpost.api.edge.StatelessChain;
import dev.sealpost.api.edge.WriteProblem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Permits unauthenticated requests to sources, whose webhooks are verified by signature; denies everything else below
 * {@code /in}.
 */
@Configuration(proxyBeanMethods = false)
class InboundSecurity {

    private static final String SOURCE = "/in/{source}";

    @Bean
    @Order(2)
    SecurityFilterChain inboundChain(HttpSecurity http, WriteProblem write) throws Exception {
        return StatelessChain.of(http, "/in/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, SOURCE)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, SOURCE)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, SOURCE)
                        .permitAll()
                        .requestMatchers(HttpMethod.OPTIONS, SOURCE)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> write.notFound(response))
                        .accessDeniedHandler((request, response, e) -> write.notFound(response)))
                .build();
    }
}
