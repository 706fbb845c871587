package dev.sealpost.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers a login with 429 and the form while the address must wait, without checking the password. */
final class LoginThrottleFilter extends OncePerRequestFilter {

    /** Login page with the wait; the form of Spring Security has one text for every failure. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <title>Please sign in</title>
                <link href="/default-ui.css" rel="stylesheet" />
              </head>
              <body>
                <div class="content">
                  <form class="login-form" method="post" action="/login">
                    <h2>Please sign in</h2>
                    <div class="alert alert-danger" role="alert">Too many failed logins. Try again in %d s.</div>
                    <p><input type="text" name="username" placeholder="Username" required autofocus></p>
                    <p><input type="password" name="password" placeholder="Password" required></p>
                    %s
                    <button type="submit" class="primary">Sign in</button>
                  </form>
                </div>
              </body>
            </html>
            """;

    private final LoginThrottle throttle;

    LoginThrottleFilter(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod())
                || !request.getServletPath().equals("/login");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait = throttle.waitOf(request.getRemoteAddr());
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = wait.get().toSeconds() + 1;
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.getWriter().write(PAGE.formatted(seconds, csrfField(request)));
    }

    private static String csrfField(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? "<input type=\"hidden\" name=\"" + token.getParameterName() + "\" value=\"" + token.getToken()
                        + "\" />"
                : "";
    }
}
