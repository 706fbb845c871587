package dev.sealpost.route.command;

import dev.sealpost.log.SecretValues;
import dev.sealpost.route.check.CallHandler;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Prints a run of a route: each step with its resulting body, and each call instead of making it. A connector ends at its call,
 * because its handling of the answer needs a real one; the route continues with the given answer.
 */
final class PrintRun implements CallHandler, InterceptStrategy {

    private static final int MAX_BODY_LENGTH = 4000;
    private static final Pattern SECRET = Pattern.compile("(?i)authorization|cookie|secret|token|password|api-?key");
    private static final String ENDED_AT_CALL = "SealpostTryEndedAtCall";

    private final PrintStream out;
    private final String answer;

    /** Last printed step; empty for a call. */
    private String last = "";

    private String sent = "";

    /** @param answer body of every answer */
    PrintRun(PrintStream out, String answer) {
        this.out = out;
        this.answer = answer;
    }

    @Override
    public void call(String uri, Exchange exchange) {
        synchronized (out) {
            out.println("      would call " + CalledUrl.of(uri, exchange.getMessage()) + " with");
            headers(uri, exchange).forEach(header -> out.println("        " + header));
            sent = body(exchange);
            out.println(sent);
            last = "";
        }
        boolean http = uri.startsWith("http:") || uri.startsWith("https:");
        if (http) {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setBody(answer);
        }
        if (exchange.getFromRouteId() != null && isConnector(exchange)) {
            exchange.setProperty(ENDED_AT_CALL, true);
            exchange.setRouteStop(true);
        }
    }

    /** Returns the headers that would be sent, sorted by name. */
    private static List<String> headers(String uri, Exchange exchange) {
        boolean http = uri.startsWith("http:") || uri.startsWith("https:");
        return new TreeMap<>(exchange.getMessage().getHeaders())
                .entrySet().stream()
                        .filter(header -> !header.getKey().startsWith("Camel"))
                        .filter(header -> !http || !header.getKey().startsWith("Sealpost"))
                        .map(header -> header.getKey() + ": " + shown(header.getKey(), header.getValue()))
                        .toList();
    }

    private static String shown(String name, Object value) {
        return SECRET.matcher(name).find()
                ? "…"
                : SecretValues.mask(String.valueOf(value).replaceAll("[\\p{Cntrl}]+", " "));
    }

    private static boolean isConnector(Exchange exchange) {
        return exchange.getContext().getRoute(exchange.getFromRouteId()) != null
                && exchange.getContext().getRoute(exchange.getFromRouteId()).isCreatedByKamelet();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode step, Processor wrapped, @Nullable Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        if (route == null || Boolean.TRUE.equals(route.isKamelet())) {
            return wrapped;
        }
        return new DelegateAsyncProcessor(wrapped) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Map<String, Object> headers =
                        new HashMap<>(exchange.getMessage().getHeaders());
                String place = "  " + place(step, route);
                begin(place);
                return super.process(exchange, done -> {
                    if (isCallOfConnector(step) && exchange.getProperty(ENDED_AT_CALL) != null) {
                        continueRoute(exchange, headers);
                    }
                    end(place, exchange);
                    callback.done(done);
                });
            }
        };
    }

    private static boolean isCallOfConnector(NamedNode step) {
        return step instanceof ToDefinition to && to.getUri().startsWith("kamelet:");
    }

    private static void continueRoute(Exchange exchange, Map<String, Object> headers) {
        exchange.removeProperty(ENDED_AT_CALL);
        exchange.setRouteStop(false);
        exchange.getMessage().setHeaders(headers);
    }

    private static String place(NamedNode step, RouteDefinition route) {
        String line = step instanceof ProcessorDefinition<?> known && known.getLineNumber() > 0
                ? " at line " + known.getLineNumber()
                : "";
        return "step " + step.getId() + " of " + route.getId() + line;
    }

    private void begin(String place) {
        synchronized (out) {
            out.println(place);
            last = place;
        }
    }

    private void end(String place, Exchange exchange) {
        synchronized (out) {
            if (exchange.getException() != null) {
                out.println((last.equals(place) ? "     " : place) + " fails");
                return;
            }
            String body = body(exchange);
            if (last.isEmpty() && body.equals(sent)) {
                return;
            }
            if (last.isEmpty()) {
                out.println("      continues with");
            } else if (!last.equals(place)) {
                out.println(place + " ends with");
            }
            last = place;
            out.println(body);
        }
    }

    private static String body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        String text = body == null ? "" : String.valueOf(exchange.getMessage().getBody(String.class));
        String clipped = text.length() <= MAX_BODY_LENGTH ? text : text.substring(0, MAX_BODY_LENGTH) + "…";
        return SecretValues.mask(clipped.isEmpty() ? "(no body)" : clipped)
                .indent(8)
                .stripTrailing();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
