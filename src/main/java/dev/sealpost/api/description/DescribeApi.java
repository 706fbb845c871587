package dev.sealpost.api.description;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Describes all operations under {@code /api/v1} as an <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 * document.
 */
@Component
public class DescribeApi {

    private static final String ROOT = "/api/v1/";

    private final RequestMappingHandlerMapping operations;

    DescribeApi(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping operations) {
        this.operations = operations;
    }

    private record Described(String path, RequestMethod http, HandlerMethod method) {}

    /** Returns the document. */
    public ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Sealpost")
                .put("version", version())
                .put("description", "Webhooks and integrations. The paths and shapes are those that Svix clients call.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("token");
        List<Described> described = described();
        described.stream()
                .map(each -> DescribeOperation.tag(each.method().getMethod()))
                .distinct()
                .sorted()
                .forEach(tag -> document.withArray("tags").addObject().put("name", tag));
        Components components = new Components();
        ShapeSchemas shapes = new ShapeSchemas(components);
        JavadocTexts texts = JavadocTexts.load();
        DescribeOperation describe = new DescribeOperation(shapes, new AnswerSchemas(components, shapes, texts), texts);
        ObjectNode paths = document.putObject("paths");
        described.forEach(each -> paths.withObjectProperty(each.path())
                .set(
                        each.http().name().toLowerCase(Locale.ROOT),
                        describe.of(each.http(), each.path(), each.method().getMethod())));
        document.set("components", components(components));
        return document;
    }

    private static ObjectNode components(Components schemas) {
        schemas.refer("Problem", ErrorAnswers.class, ErrorAnswers::problem);
        ObjectNode components = JsonNodeFactory.instance.objectNode();
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token of the API.");
        components
                .putObject("parameters")
                .putObject("IdempotencyKey")
                .put("name", "idempotency-key")
                .put("in", "header")
                .put("required", false)
                .put("description", "A request with the key of an earlier one has the same effect once.")
                .putObject("schema")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 256);
        components.set("responses", ErrorAnswers.responses());
        components.set("schemas", schemas.schemas());
        return components;
    }

    private List<Described> described() {
        return operations.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> described(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Described::path).thenComparing(Described::http))
                .toList();
    }

    private static Stream<Described> described(RequestMappingInfo info, HandlerMethod method) {
        return info.getPatternValues().stream()
                .filter(path -> path.startsWith(ROOT))
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(http -> new Described(path, http, method)));
    }

    private static String version() {
        return Optional.ofNullable(DescribeApi.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
