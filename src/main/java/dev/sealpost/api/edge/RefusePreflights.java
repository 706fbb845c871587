package dev.sealpost.api.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Rejects CORS preflight requests with a {@link Problem}. */
public final class RefusePreflights extends OncePerRequestFilter {

    private final ObjectProvider<RequestMappingHandlerMapping> operations;
    private final WriteProblem write;

    /**
     * @param operations resolved at the first request, since filters are created before them
     */
    public RefusePreflights(ObjectProvider<RequestMappingHandlerMapping> operations, WriteProblem write) {
        this.operations = operations;
        this.write = write;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !CorsUtils.isPreFlightRequest(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String methods = allowed(request);
        if (methods.isEmpty()) {
            write.notFound(response);
        } else {
            response.setHeader(HttpHeaders.ALLOW, methods);
            write.crossOriginRefused(response);
        }
    }

    /** Returns the methods of all operations at this path. */
    private String allowed(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        return operations.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(info -> isAt(info, request))
                .flatMap(info -> info.getMethodsCondition().getMethods().stream())
                .map(RequestMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean isAt(RequestMappingInfo info, HttpServletRequest request) {
        var paths = info.getPathPatternsCondition();
        return paths != null && paths.getMatchingCondition(request) != null;
    }
}
