package dev.sealpost.api.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Ignored names of a request, listed in the response header {@code Sealpost-Ignored}: pointers to body members, and
 * query parameters prefixed with a question mark.
 */
public final class IgnoredNames {

    static final String HEADER = "Sealpost-Ignored";

    private static final int MOST = 20;
    private static final int LONGEST = 100;

    private final HttpServletResponse response;
    private final Set<String> names = new LinkedHashSet<>();

    private IgnoredNames(HttpServletResponse response) {
        this.response = response;
    }

    /** Returns the ignored names of the current request of Spring MVC. */
    static IgnoredNames of(HttpServletRequest request) {
        if (RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes current
                && current.getResponse() != null) {
            return of(request, current.getResponse());
        }
        throw new IllegalStateException("a request of the API has a response");
    }

    /** Returns the ignored names of this request. */
    public static IgnoredNames of(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(HEADER) instanceof IgnoredNames names) {
            return names;
        }
        IgnoredNames names = new IgnoredNames(response);
        request.setAttribute(HEADER, names);
        return names;
    }

    public void addMember(String pointer) {
        add("", pointer);
    }

    void addParameter(String name) {
        add("?", name);
    }

    private void add(String sign, String name) {
        if (names.size() < MOST) {
            String cut = name.substring(0, Math.min(name.length(), LONGEST));
            names.add(sign + URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("%2F", "/"));
            response.setHeader(HEADER, String.join(", ", names));
        }
    }
}
