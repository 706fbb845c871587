package dev.sealpost.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Accepts the CSRF token from both kinds of page: the login form sends it masked in a field; the single page of Hawtio
 * sends the plain value of the cookie {@code XSRF-TOKEN} in the header {@code X-XSRF-TOKEN}.
 */
final class PageCsrf implements CsrfTokenRequestHandler {

    private final CsrfTokenRequestHandler masked = new XorCsrfTokenRequestAttributeHandler();
    private final CsrfTokenRequestHandler plain = new CsrfTokenRequestAttributeHandler();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
        masked.handle(request, response, token);
        // Resolving the token sets the cookie, which the page needs.
        token.get().getToken();
    }

    @Override
    public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
        boolean sentByScript = request.getHeader(token.getHeaderName()) != null;
        return (sentByScript ? plain : masked).resolveCsrfTokenValue(request, token);
    }
}
