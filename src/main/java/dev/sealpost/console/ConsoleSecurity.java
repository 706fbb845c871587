package dev.sealpost.console;

import dev.sealpost.node.DataDirectory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
 * Who may see the console: the user {@code admin}, after a login form. What no other chain claims does not exist.
 *
 * <p>Hawtio's own login stays off ({@code hawtio.authenticationEnabled=false}): without its module for Spring Security it
 * would ask a second time, and nobody could answer.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    static final String USER = "admin";
    static final String HAWTIO = "/actuator/hawtio";
    private static final String LOGIN = "/login";
    private static final String NOTHING_HERE =
            "{\"code\":\"not_found\",\"detail\":\"There is nothing at this address\"}";

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

    /** Every chain matches paths as text: Hawtio's handlers answer no question about theirs. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathsAsText() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    static LookUpHandlersOnce lookUpHandlersOnce() {
        return new LookUpHandlersOnce();
    }

    @Bean
    LoginThrottle loginThrottle() {
        return new LoginThrottle(System::nanoTime);
    }

    @Bean
    LoginThrottleFilter loginThrottleFilter(LoginThrottle throttle) {
        return new LoginThrottleFilter(throttle);
    }

    /** Counts a wrong password against the address that sent it. */
    @Bean
    ApplicationListener<AbstractAuthenticationFailureEvent> countFailures(LoginThrottle throttle) {
        return failure -> {
            if (failure.getAuthentication().getDetails() instanceof WebAuthenticationDetails from) {
                throttle.failed(from.getRemoteAddress());
            }
        };
    }

    /** The policy that Jolokia goes by. */
    @Bean
    ConsoleRights consoleRights(
            @Value("${management.endpoint.jolokia.config.policyLocation:classpath:/jolokia-access.xml}") String policy)
            throws IOException {
        return new ConsoleRights(policy);
    }

    /** Keeps the filter in its chain only: Spring Boot would put it in front of every request as well. */
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
                // A failure handler of ours would keep the page from saying what failed: see countFailures.
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

    /** The last chain: answers for every address that no chain before it claims. */
    @Bean
    @Order(1_000)
    SecurityFilterChain nothingElse(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(
                                (request, response, cause) -> answerNothingHere(response))
                        .accessDeniedHandler((request, response, cause) -> answerNothingHere(response)))
                .build();
    }

    /** By our own form, or by Hawtio's menu, which opens an address of its own. */
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

    private static void answerNothingHere(HttpServletResponse response) throws IOException {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getWriter().write(NOTHING_HERE);
    }
}
