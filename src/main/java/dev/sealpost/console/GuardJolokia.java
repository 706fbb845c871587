package dev.sealpost.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Restricts Jolokia to the console's own pages and to non-browser clients. Browsers send the cookie from pages of every
 * port of this host, so the login alone does not identify the page. Refuses JSONP, which any page could load as a
 * script.
 */
final class GuardJolokia extends OncePerRequestFilter {

    private static final Set<String> READ_OPERATIONS = Set.of("", "version", "read", "list", "search");
    /** {@code none} means that the user entered the address. */
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    private static final String JOLOKIA = "/jolokia";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = path(request);
        return !path.startsWith("/actuator/") || !path.contains(JOLOKIA);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isCrossOrigin(request)) {
            refuse(response, HttpStatus.FORBIDDEN, "Only pages of this console may call Jolokia.");
        } else if (isGiven(request, "callback")) {
            refuse(response, HttpStatus.BAD_REQUEST, "JSONP is not supported: omit the parameter callback.");
        } else if (!HttpMethod.POST.matches(request.getMethod()) && !isRead(request)) {
            refuse(response, HttpStatus.METHOD_NOT_ALLOWED, "Operations that may change something require POST.");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Current browsers send Sec-Fetch-Site; for older ones compares the page's origin with the host. */
    private static boolean isCrossOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OWN_PAGES.contains(site.strip().toLowerCase(Locale.ROOT));
        }
        String own = authority("//" + request.getHeader(HttpHeaders.HOST));
        return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN))
                .or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.REFERER)))
                .filter(page -> !authority(page).equals(own))
                .isPresent();
    }

    /** Returns host and port, without a default port, since a proxy may use another scheme. */
    private static String authority(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getRawAuthority())
                    .map(authority -> authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", ""))
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Returns whether the parameter is present, ignoring case. */
    private static boolean isGiven(HttpServletRequest request, String name) {
        return request.getParameterMap().keySet().stream().anyMatch(given -> given.equalsIgnoreCase(name));
    }

    /** Returns whether the operation only reads. The parameter {@code p} could replace the path. */
    private static boolean isRead(HttpServletRequest request) {
        String path = path(request);
        String operation = path.substring(path.indexOf(JOLOKIA) + JOLOKIA.length());
        return !isGiven(request, "p") && READ_OPERATIONS.contains(firstSegment(operation));
    }

    private static String firstSegment(String path) {
        String segment = path.replaceFirst("^/+", "");
        int end = segment.indexOf('/');
        return end < 0 ? segment : segment.substring(0, end);
    }

    /** Returns the decoded path. */
    private static String path(HttpServletRequest request) {
        return Optional.ofNullable(request.getServletPath()).orElse("")
                + Optional.ofNullable(request.getPathInfo()).orElse("");
    }

    private static void refuse(HttpServletResponse response, HttpStatus status, String why) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.getWriter().write(why + "\n");
    }
}
