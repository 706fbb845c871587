package dev.sealpost.api.message;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code POST /api/v1/app/{app}/msg} before all other filters, because Spring Security and Spring MVC cost more than
 * the checks that an event needs (docs/decisions/0037). Percent-encoded names take the way of the other operations, where
 * the firewall of Spring Security checks them.
 */
public final class IngestFilter implements Filter {

    private static final String BEFORE = "/api/v1/app/";
    private static final String AFTER = "/msg";

    private final Supplier<ServeIngest> serve;

    /** @param serve resolved at the first request, since filters are created before the broker */
    public IngestFilter(Supplier<ServeIngest> serve) {
        this.serve = serve;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest post && response instanceof HttpServletResponse answer) {
            Optional<String> app = application(post);
            if (app.isPresent()) {
                serve.get().serve(app.get(), post, answer);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Returns the id or uid of the application; empty if this is another operation, or the name is not plain. */
    private static Optional<String> application(HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            return Optional.empty();
        }
        String path = request.getRequestURI();
        int start = request.getContextPath().length();
        int from = start + BEFORE.length();
        int to = path.length() - AFTER.length() - (path.endsWith("/") ? 1 : 0);
        if (from >= to || !path.startsWith(BEFORE, start) || !path.startsWith(AFTER, to)) {
            return Optional.empty();
        }
        return Optional.of(path.substring(from, to)).filter(IngestFilter::isPlain);
    }

    /** Returns whether the name has only characters of ids and uids, and is no relative segment. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isAlphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isAlphanumeric && c != '_' && c != '-' && c != '.') {
                return false;
            }
        }
        return !name.equals(".") && !name.equals("..");
    }
}
