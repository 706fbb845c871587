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
 * Tells Hawtio's page who is signed in, so that it shows the name and "Log out". Hawtio itself, whose own login is off, would
 * say {@code public}, for which it shows neither.
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
        // A constant, so that nothing has to be escaped: the console has one user.
        response.getWriter().write("\"" + ConsoleSecurity.USER + "\"");
    }
}
