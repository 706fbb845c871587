package dev.sealpost.api.message;

import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.node.StopSignal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Takes no event over HTTP any more once this node was told to stop. What routes publish meanwhile is still kept. */
@Component
class StopIngest implements HandlerInterceptor, WebMvcConfigurer {

    /** Another node may answer at once, this one after its start. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final StopSignal stop;

    StopIngest(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/app/*/msg", "/in/**");
    }

    /**
     * Lets no event in once the node stops.
     *
     * @throws IngestRefusedException where an event is sent to a node that stops
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (stop.isGiven() && HttpMethod.POST.matches(request.getMethod())) {
            throw new IngestRefusedException("This node is stopping; nothing was taken.", RETRY_AFTER);
        }
        return true;
    }
}
