package dev.sealpost.api.edge;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Answers requests that Tomcat rejects itself, such as a malformed request line. */
public final class ProblemValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Rejects unsupported methods here, since later filters would answer each differently. */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean isMalformed = response.getStatus() == HttpServletResponse.SC_BAD_REQUEST;
        if (isMalformed || METHODS.contains(request.getMethod())) {
            super.invoke(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", String.join(", ", METHODS));
        response.setError();
        response.setSuspended(false);
        report(request, response, null);
    }

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
            // Neither value needs escaping.
            String body = "{\"code\":\"%s\",\"detail\":\"%s\"}".formatted(problem.code(), problem.detail());
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(body);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // The client disconnected, or the answer is already committed.
            container.getLogger().debug("api.error-not-written", e);
        }
    }
}
