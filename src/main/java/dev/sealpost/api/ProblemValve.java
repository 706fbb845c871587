package dev.sealpost.api;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Answers what Tomcat ends by itself, such as a request line that is none. */
final class ProblemValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = Problem.of(HttpStatusCode.valueOf(status));
        try {
            response.setContentType("application/json");
            response.setCharacterEncoding("UTF-8");
            // Both are words of our own, with nothing to escape.
            String body = "{\"code\":\"%s\",\"detail\":\"%s\"}".formatted(problem.code(), problem.detail());
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(body);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or the answer has begun: there is nobody to tell.
            container.getLogger().debug("api.error-not-written", e);
        }
    }
}
