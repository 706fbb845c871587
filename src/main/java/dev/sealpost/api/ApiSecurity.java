package dev.sealpost.api;

import dev.sealpost.api.edge.BearerTokenFilter;
import dev.sealpost.api.edge.CheckToken;
import dev.sealpost.api.edge.StatelessChain;
import dev.sealpost.api.edge.TokenFault;
import dev.sealpost.api.edge.WriteProblem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Requires a token for the API, except for its health and its description. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String[] OPEN = {
        "/api/v1/health", "/api/v1/health/ping", "/api/v1/openapi.json", "/api/docs", "/api/docs/*"
    };

    @Bean
    @Order(1)
    SecurityFilterChain apiChain(HttpSecurity http, CheckToken check, WriteProblem write) throws Exception {
        return StatelessChain.of(http, "/api/**")
                .addFilterBefore(new BearerTokenFilter(check, write), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, OPEN)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, OPEN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> write.unauthenticated(response, TokenFault.MISSING))
                        .accessDeniedHandler((request, response, e) -> write.forbidden(response)))
                .build();
    }
}
