package dev.sealpost.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Returns the signed-in user to the Hawtio page, so that it shows the name and "Log out". With its own login off,
 * Hawtio would return {@code public} and show neither.
 */
final class SignedInUser extends OncePerRequestFilter {

    private static final String PATH = ConsoleSecurity.HAWTIO + "/user";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().equals(PATH) || request.getRemoteUser() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // The console has one user, whose constant name needs no escaping.
        response.getWriter().write("\"" + ConsoleSecurity.USER + "\"");
    }
}
