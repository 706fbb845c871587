package dev.sealpost.api.edge;

import dev.sealpost.api.edge.InvalidParameterException.Invalid;
import dev.sealpost.api.shape.CheckParameter;
import dev.sealpost.api.shape.DeclaredShapes;
import dev.sealpost.api.shape.Member;
import dev.sealpost.event.message.UnknownMembers;
import dev.sealpost.identifier.NearestName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks the query parameters of operations; a typo in a name would otherwise list everything. Reports all at once. */
@Component
public class CheckParameters implements HandlerInterceptor, WebMvcConfigurer {

    /** Prefix of the packages of the API. */
    private static final String API = CheckParameters.class.getPackageName().replaceFirst("edge$", "");

    private static final String QUERY = "query";
    private static final int MOST = 20;

    private final UnknownMembers unknown;

    CheckParameters(ApiSettings settings) {
        this.unknown = settings.unknownMembers();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    /** @throws InvalidParameterException for invalid, missing or unknown parameters, unless those are reported */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && isOurs(method)) {
            @Nullable QueryParameters declared = method.getMethodAnnotation(QueryParameters.class);
            if (declared != null || request.getQueryString() != null) {
                check(request, response, method.getMethod(), known(declared));
            }
        }
        return true;
    }

    private void check(HttpServletRequest request, HttpServletResponse response, Method operation, Set<String> known) {
        Map<String, List<String>> given = QueryString.parse(request.getQueryString());
        List<Invalid> invalid = new ArrayList<>(unknown(request, response, given.keySet(), known));
        for (String name : known) {
            Member member = DeclaredShapes.parameter(operation, name)
                    .orElseThrow(() -> new IllegalStateException(
                            "the query parameter " + name + " of " + operation + " is not declared"));
            // An empty value counts as absent.
            List<String> values = given.getOrDefault(name, List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (member.required() && values.isEmpty()) {
                invalid.add(new Invalid(QUERY, name, "this parameter is required"));
            }
            values.stream()
                    .flatMap(value -> CheckParameter.violation(member, value).stream())
                    .findFirst()
                    .ifPresent(message -> invalid.add(new Invalid(QUERY, name, message)));
        }
        if (!invalid.isEmpty()) {
            throw InvalidParameterException.ofAll(invalid);
        }
    }

    /**
     * Rejects or reports the unknown parameters of a request.
     *
     * @throws InvalidParameterException for an unknown parameter, unless those are reported
     */
    public void check(HttpServletRequest request, HttpServletResponse response, Set<String> known) {
        List<Invalid> invalid = unknown(
                request, response, QueryString.parse(request.getQueryString()).keySet(), known);
        if (!invalid.isEmpty()) {
            throw InvalidParameterException.ofAll(invalid);
        }
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getPackageName().startsWith(API);
    }

    private List<Invalid> unknown(
            HttpServletRequest request, HttpServletResponse response, Set<String> given, Set<String> known) {
        List<String> names =
                given.stream().filter(name -> !known.contains(name)).limit(MOST).toList();
        return switch (unknown) {
            case REFUSE ->
                names.stream()
                        .map(name -> new Invalid(QUERY, name, "unknown parameter; " + NearestName.hint(name, known)))
                        .toList();
            case REPORT -> {
                names.forEach(name -> IgnoredNames.of(request, response).addParameter(name));
                yield List.of();
            }
        };
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
