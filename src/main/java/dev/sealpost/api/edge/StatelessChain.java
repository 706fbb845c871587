package dev.sealpost.api.edge;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.context.NullSecurityContextRepository;

/** What chains have in common whose visitors prove with each request who they are: no session, no cookie, no page to go back to. */
public final class StatelessChain {

    private StatelessChain() {}

    /** Leaves only the filters that decide something: each one costs every event that comes in by HTTP. */
    public static HttpSecurity of(HttpSecurity http, String... paths) throws Exception {
        return http.securityMatcher(paths)
                // Nothing here is done on behalf of a browser's cookies.
                .csrf(AbstractHttpConfigurer::disable)
                // Not even that of the console: by default the session of a cookie would be looked up.
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.defaultsDisabled()
                        .contentTypeOptions(options -> {})
                        .cacheControl(cache -> {}));
    }
}
