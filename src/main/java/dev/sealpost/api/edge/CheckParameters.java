package dev.sealpost.api.edge;

import dev.sealpost.event.message.UnknownMembers;
import dev.sealpost.identifier.NearestName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Rejects unknown query parameters: a typo would otherwise list everything. */
@Component
public class CheckParameters implements HandlerInterceptor, WebMvcConfigurer {

    /** Prefix of the packages of the API. */
    private static final String API = CheckParameters.class.getPackageName().replaceFirst("edge$", "");

    private final UnknownMembers unknown;

    CheckParameters(ApiSettings settings) {
        this.unknown = settings.unknownMembers();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    /** @throws InvalidParameterException for an unknown parameter, unless those are reported */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null && handler instanceof HandlerMethod method && isOurs(method)) {
            check(request, response, known(method.getMethodAnnotation(QueryParameters.class)));
        }
        return true;
    }

    /**
     * Rejects or reports the unknown parameters of a request.
     *
     * @throws InvalidParameterException for an unknown parameter, unless those are reported
     */
    public void check(HttpServletRequest request, HttpServletResponse response, Set<String> known) {
        for (String name : QueryString.parse(request.getQueryString()).keySet()) {
            if (!known.contains(name)) {
                unknown(IgnoredNames.of(request, response), name, known);
            }
        }
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getPackageName().startsWith(API);
    }

    private void unknown(IgnoredNames ignored, String name, Set<String> known) {
        switch (unknown) {
            case REFUSE ->
                throw InvalidParameterException.ofQuery(name, "unknown parameter; " + NearestName.hint(name, known));
            case REPORT -> ignored.addParameter(name);
        }
    }

    public static Set<String> known(@Nullable QueryParameters declared) {
        if (declared == null) {
            return Set.of();
        }
        Set<String> known = new LinkedHashSet<>(List.of(declared.value()));
        if (declared.page()) {
            known.addAll(List.of("limit", "iterator", "order"));
        }
        if (declared.span()) {
            known.addAll(List.of("before", "after"));
        }
        if (declared.labelled()) {
            known.addAll(List.of("event_types", "channel", "tag"));
        }
        return known;
    }
}
