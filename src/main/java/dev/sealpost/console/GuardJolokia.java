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
 * Lets only the console's own pages and scripts without a browser ask Jolokia. A cookie is sent along from every port of this
 * host, so the login alone does not tell whose page asks; and an answer in JSONP would be a script for any page to run.
 */
final class GuardJolokia extends OncePerRequestFilter {

    private static final Set<String> LOOKS = Set.of("", "version", "read", "list", "search");
    /** {@code none}: a person typed the address. */
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
        if (isFromElsewhere(request)) {
            refuse(response, HttpStatus.FORBIDDEN, "Only pages of this console may ask.");
        } else if (isGiven(request, "callback")) {
            refuse(response, HttpStatus.BAD_REQUEST, "JSONP is not served: leave the parameter callback out.");
        } else if (!HttpMethod.POST.matches(request.getMethod()) && !isLook(request)) {
            refuse(response, HttpStatus.METHOD_NOT_ALLOWED, "What may change something is asked for by POST.");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Current browsers say so themselves; of older ones the page's address is compared with ours. */
    private static boolean isFromElsewhere(HttpServletRequest request) {
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

    /** Host and port, without one that its scheme implies: a proxy in front may speak another scheme than we do. */
    private static String authority(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getRawAuthority())
                    .map(found -> found.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", ""))
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Wherever it stands, whatever its case. */
    private static boolean isGiven(HttpServletRequest request, String name) {
        return request.getParameterMap().keySet().stream().anyMatch(given -> given.equalsIgnoreCase(name));
    }

    /** The path may also come as the parameter {@code p}. */
    private static boolean isLook(HttpServletRequest request) {
        String path = path(request);
        String asked = path.substring(path.indexOf(JOLOKIA) + JOLOKIA.length());
        return !isGiven(request, "p") && LOOKS.contains(firstStep(asked));
    }

    private static String firstStep(String path) {
        String step = path.replaceFirst("^/+", "");
        int end = step.indexOf('/');
        return end < 0 ? step : step.substring(0, end);
    }

    /** Decoded. */
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
