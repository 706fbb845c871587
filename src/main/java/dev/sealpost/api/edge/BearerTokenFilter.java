package dev.sealpost.api.edge;

import dev.sealpost.audit.Actor;
import dev.sealpost.audit.Actor.ActorKind;
import dev.sealpost.audit.CurrentActor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates bearer tokens. A request without one continues unauthenticated. */
public final class BearerTokenFilter extends OncePerRequestFilter {

    private static final Authentication OWNER =
            UsernamePasswordAuthenticationToken.authenticated("api-token", "", List.of());

    private final CheckToken check;
    private final WriteProblem write;

    public BearerTokenFilter(CheckToken check, WriteProblem write) {
        this.check = check;
        this.write = write;
    }

    private static Actor actor(HttpServletRequest request) {
        return new Actor(
                ActorKind.TOKEN, OWNER.getName(), OWNER.getName(), Optional.ofNullable(request.getRemoteAddr()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<TokenFault> fault = check.fault(request);
        if (fault.isEmpty()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(OWNER);
            SecurityContextHolder.setContext(context);
            try (CurrentActor.Scope work = CurrentActor.enter(actor(request))) {
                chain.doFilter(request, response);
            }
        } else if (fault.get() == TokenFault.MISSING) {
            chain.doFilter(request, response);
        } else {
            write.unauthenticated(response, fault.get());
        }
    }
}
