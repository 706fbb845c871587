package dev.sealpost.api.message;

import dev.sealpost.api.edge.CheckParameters;
import dev.sealpost.api.edge.CheckToken;
import dev.sealpost.api.edge.SecurityHeaders;
import dev.sealpost.api.edge.TokenFault;
import dev.sealpost.api.edge.WriteProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers a posted event without Spring Security and Spring MVC. Its checks and their order are those of the other
 * operations: token, query parameters, stopping node, then {@link PostMessage}.
 */
@Component
public class ServeIngest {

    private static final Set<String> PARAMETERS = Set.of(PostMessage.WITH_CONTENT);

    private final CheckToken token;
    private final CheckParameters parameters;
    private final StopIngest stop;
    private final PostMessage post;
    private final WriteProblem write;

    ServeIngest(CheckToken token, CheckParameters parameters, StopIngest stop, PostMessage post, WriteProblem write) {
        this.token = token;
        this.parameters = parameters;
        this.stop = stop;
        this.post = post;
        this.write = write;
    }

    void serve(String app, HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityHeaders.write(request, response);
        Optional<TokenFault> fault = token.fault(request);
        if (fault.isPresent()) {
            write.unauthenticated(response, fault.get());
            return;
        }
        byte[] answer;
        try {
            parameters.check(request, response, PARAMETERS);
            stop.requireRunning();
            answer = post.post(app, request, response);
        } catch (RuntimeException | IOException | StackOverflowError | LinkageError | AssertionError e) {
            write.failure(response, e);
            return;
        }
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        // Avoids a chunked answer.
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }
}
