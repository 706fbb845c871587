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

/** Rejects events over HTTP once the node is stopping. Events that routes publish meanwhile are still accepted. */
@Component
class StopIngest implements HandlerInterceptor, WebMvcConfigurer {

    /** Time for a restart; another node may accept at once. */
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
     * Rejects POST requests once the node is stopping.
     *
     * @throws IngestRefusedException when the node is stopping
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (HttpMethod.POST.matches(request.getMethod())) {
            requireRunning();
        }
        return true;
    }

    /** @throws IngestRefusedException when the node is stopping */
    void requireRunning() {
        if (stop.isGiven()) {
            throw new IngestRefusedException("This node is stopping; nothing was accepted.", RETRY_AFTER);
        }
    }
}
