package dev.sealpost.api.edge;

import dev.sealpost.application.ApiTokens;
import dev.sealpost.database.Snapshots;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates bearer tokens (RFC 6750). A request without one continues unauthenticated. */
public final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";
    private static final Authentication OWNER =
            UsernamePasswordAuthenticationToken.authenticated("api-token", "", List.of());

    private final ApiTokens tokens;
    private final Snapshots snapshots;
    private final WriteProblem write;

    public BearerTokenFilter(ApiTokens tokens, Snapshots snapshots, WriteProblem write) {
        this.tokens = tokens;
        this.snapshots = snapshots;
        this.write = write;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (!isBearer(header)) {
            chain.doFilter(request, response);
        } else if (!snapshots.loaded()) {
            // The tokens are not loaded yet.
            write.starting(response);
        } else if (tokens.accepts(header.substring(SCHEME.length()).strip())) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(OWNER);
            SecurityContextHolder.setContext(context);
            chain.doFilter(request, response);
        } else {
            write.unauthorized(response, "this token is not valid");
        }
    }

    private static boolean isBearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
