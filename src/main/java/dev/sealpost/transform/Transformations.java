package dev.sealpost.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Runs customers' code, in bounded time and memory. */
@Component
public class Transformations {

    /** Largest payload before and after, in bytes. */
    public static final int LARGEST = 256 * 1024;

    private final JavaScriptSandbox sandbox;
    private final RunPlaces places;

    @Autowired
    Transformations(TransformSettings settings) {
        this.sandbox = new JavaScriptSandbox(settings.memory());
        this.places = new RunPlaces(settings);
    }

    /** Creates one with the default bounds. */
    public static Transformations withDefaults() {
        return new Transformations(new TransformSettings(Duration.ofSeconds(2), DataSize.ofMegabytes(16), 2));
    }

    /**
     * Checks that code has a function {@code handler}.
     *
     * @throws TransformationException if it has none, or does not compile
     * @throws TransformationsBusyException if this node is too busy
     */
    public void check(ApplicationId application, String code) {
        run(application, code, JsonNodeFactory.instance.objectNode().put("check", true));
    }

    /**
     * Changes a request.
     *
     * @throws TransformationException if the code fails, or its result cannot be sent
     * @throws TransformationsBusyException if this node is too busy
     */
    public TransformedRequest transform(ApplicationId application, String code, WebhookRequest request) {
        if (request.payload().length > LARGEST) {
            throw new TransformationException("the payload is larger than the 256 KiB that a transformation takes");
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("url", request.url());
        input.put("eventType", request.eventType());
        ObjectNode headers = input.putObject("headers");
        request.headers().forEach(headers::put);
        input.put("payload", new String(request.payload(), StandardCharsets.UTF_8));
        input.put("json", request.isJson());
        return CheckResult.of(run(application, code, input));
    }

    private JsonNode run(ApplicationId application, String code, ObjectNode input) {
        sandbox.prepare();
        String answer = places.run(application, () -> sandbox.run(code, input.toString()));
        JsonNode result = CheckResult.parsed(answer);
        JsonNode error = result.get("error");
        if (error != null) {
            throw CheckResult.failure(result);
        }
        return result;
    }
}
