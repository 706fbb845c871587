package dev.sealpost.console;

import dev.sealpost.api.edge.WriteProblem;
import dev.sealpost.node.DataDirectory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Security of the console: a login form for the user {@code admin}. Answers 404 for paths of no other chain.
 *
 * <p>The login of Hawtio stays off ({@code hawtio.authenticationEnabled=false}): without its module for Spring Security
 * it would require a second login that cannot succeed.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    static final String USER = "admin";
    static final String HAWTIO = "/actuator/hawtio";
    private static final String LOGIN = "/login";

    @Bean
    ConsolePassword consolePassword(DataDirectory data) {
        return ConsolePassword.in(data);
    }

    @Bean
    UserDetailsService consoleUsers(ConsolePassword password) {
        PasswordEncoder encoder = new BCryptPasswordEncoder();
        return new InMemoryUserDetailsManager(User.withUsername(USER)
                .password("{bcrypt}" + encoder.encode(password.value()))
                .roles(USER)
                .build());
    }

    /** Makes every chain match paths as text, since the handlers of Hawtio do not support matching. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathsAsText() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    LoginThrottle loginThrottle() {
        return new LoginThrottle(System::nanoTime);
    }

    @Bean
    LoginThrottleFilter loginThrottleFilter(LoginThrottle throttle) {
        return new LoginThrottleFilter(throttle);
    }

    /** Counts failed logins by client address. */
    @Bean
    ApplicationListener<AbstractAuthenticationFailureEvent> countFailures(LoginThrottle throttle) {
        return failure -> {
            if (failure.getAuthentication().getDetails() instanceof WebAuthenticationDetails from) {
                throttle.failed(from.getRemoteAddress());
            }
        };
    }

    /** Console rights from the policy that Jolokia enforces. */
    @Bean
    ConsoleRights consoleRights(
            @Value("${management.endpoint.jolokia.config.policyLocation:classpath:/jolokia-access.xml}") String policy)
            throws IOException {
        return new ConsoleRights(policy);
    }

    /** Prevents Spring Boot from also registering the filter for every request. */
    @Bean
    FilterRegistrationBean<LoginThrottleFilter> loginThrottleOnlyInItsChain(LoginThrottleFilter filter) {
        FilterRegistrationBean<LoginThrottleFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    @Order(50)
    SecurityFilterChain console(HttpSecurity http, LoginThrottle throttle, LoginThrottleFilter throttleFilter)
            throws Exception {
        return http.securityMatcher("/", LOGIN, "/logout", "/default-ui.css", "/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/",
                                "/default-ui.css",
                                "/actuator/health/liveness",
                                "/actuator/health/readiness",
                                "/actuator/health/intake")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                // A custom failure handler would hide the error message of the page; see countFailures.
                .formLogin(form -> form.failureUrl(LOGIN + "?error").successHandler((request, response, user) -> {
                    throttle.succeeded(request.getRemoteAddr());
                    response.sendRedirect(HAWTIO);
                }))
                .logout(logout -> logout.logoutRequestMatcher(ConsoleSecurity::isLogout)
                        .logoutSuccessUrl(LOGIN + "?logout")
                        .deleteCookies("JSESSIONID"))
                .addFilterBefore(throttleFilter, UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(new GuardJolokia(), CsrfFilter.class)
                .addFilterAfter(new SignedInUser(), AuthorizationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                        .csrfTokenRequestHandler(new PageCsrf()))
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::deny))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .exceptionHandling(refusal -> refusal.defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint(LOGIN), ConsoleSecurity::isPage)
                        .defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), request -> !isPage(request)))
                .build();
    }

    /** The last chain: answers 404 for every path of no other chain. */
    @Bean
    @Order(1_000)
    SecurityFilterChain notFoundChain(HttpSecurity http, WriteProblem write) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(
                                (request, response, cause) -> write.notFound(response))
                        .accessDeniedHandler((request, response, cause) -> write.notFound(response)))
                .build();
    }

    /** Returns whether this is a logout, by the form or by the menu of Hawtio, which has its own path. */
    private static boolean isLogout(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals(HAWTIO + "/auth/logout")
                || (path.equals("/logout") && HttpMethod.POST.matches(request.getMethod()));
    }

    private static boolean isPage(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.GET.matches(request.getMethod())
                && accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }
}
