package dev.sealpost.api.edge;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.context.NullSecurityContextRepository;

/** Common configuration of filter chains that authenticate each request: no sessions, cookies or redirects. */
public final class StatelessChain {

    private StatelessChain() {}

    /** Removes all filters that are not needed, since each one costs time for every event. */
    public static HttpSecurity of(HttpSecurity http, String... paths) throws Exception {
        return http.securityMatcher(paths)
                // No operation relies on cookies.
                .csrf(AbstractHttpConfigurer::disable)
                // By default the console's session would be loaded for its cookie.
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> {
                    headers.defaultsDisabled();
                    SecurityHeaders.WRITERS.forEach(headers::addHeaderWriter);
                });
    }
}
