package dev.sealpost.api.edge;

import dev.sealpost.application.ApiTokens;
import dev.sealpost.database.Snapshots;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Checks the bearer token of a request (RFC 6750). */
@Component
public class CheckToken {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final Snapshots snapshots;

    CheckToken(ApiTokens tokens, Snapshots snapshots) {
        this.tokens = tokens;
        this.snapshots = snapshots;
    }

    /** Returns why the request is not authenticated; empty if its token is valid. */
    public Optional<TokenFault> fault(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (!isBearer(header)) {
            return Optional.of(TokenFault.MISSING);
        }
        if (!snapshots.loaded()) {
            return Optional.of(TokenFault.NOT_LOADED);
        }
        return tokens.accepts(header.substring(SCHEME.length()).strip())
                ? Optional.empty()
                : Optional.of(TokenFault.INVALID);
    }

    private static boolean isBearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
