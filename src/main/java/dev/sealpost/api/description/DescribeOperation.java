package dev.sealpost.api.description;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.api.edge.CheckParameters;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PublicOperation;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.DeclaredShapes;
import dev.sealpost.api.shape.Member;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Describes one operation (OpenAPI 3.1, "Operation Object") from the annotations and the types of its method. */
final class DescribeOperation {

    static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final ShapeSchemas shapes;
    private final AnswerSchemas answers;
    private final JavadocTexts texts;

    DescribeOperation(ShapeSchemas shapes, AnswerSchemas answers, JavadocTexts texts) {
        this.shapes = shapes;
        this.answers = answers;
        this.texts = texts;
    }

    /**
     * @throws IllegalStateException for an operation that does not declare enough
     */
    ObjectNode of(RequestMethod http, String path, Method method) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        Optional<Operation> declared = Optional.ofNullable(method.getAnnotation(Operation.class));
        operation.putArray("tags").add(tag(method));
        operation.put("operationId", id(method));
        operation.put(
                "summary",
                declared.map(Operation::summary)
                        .or(() -> Optional.ofNullable(method.getAnnotation(PublicOperation.class))
                                .map(PublicOperation::summary))
                        .orElseThrow(() -> new IllegalStateException(method + " has no @Operation")));
        texts.of(method).ifPresent(text -> operation.put("description", text));
        if (declared.isPresent()) {
            operation.put("x-needs", declared.get().needs().word());
        } else {
            operation.putArray("security");
        }
        ArrayNode parameters = parameters(http, path, method);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        DeclaredShapes.of(method).ifPresent(shape -> {
            ObjectNode body = operation.putObject("requestBody").put("required", DeclaredShapes.isBodyRequired(method));
            ObjectNode content = body.putObject("content");
            content.putObject("application/json").set("schema", shapes.ofRequest(shape));
            Stream.of(method.getAnnotation(BodyShape.class).others())
                    .forEach(type -> content.putObject(type).putObject("schema").put("type", "object"));
        });
        operation.set("responses", responses(http, path, method, declared.isPresent()));
        return operation;
    }

    /** Returns the name of the controller in words, such as {@code Dead letter}. */
    static String tag(Method method) {
        String words = controller(method).replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String id(Method method) {
        String controller = controller(method);
        return controller.substring(0, 1).toLowerCase(Locale.ROOT) + controller.substring(1) + "." + method.getName();
    }

    private static String controller(Method method) {
        return method.getDeclaringClass().getSimpleName().replaceFirst("Controller$", "");
    }

    private ArrayNode parameters(RequestMethod http, String path, Method method) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        VARIABLE.matcher(path)
                .results()
                .map(found -> found.group(1))
                .forEach(variable -> parameters.add(PathVariables.describe(variable)));
        CheckParameters.known(method.getAnnotation(QueryParameters.class)).stream()
                .sorted()
                .forEach(name -> parameters.add(query(method, name)));
        if (http == RequestMethod.POST) {
            parameters.addObject().put("$ref", "#/components/parameters/IdempotencyKey");
        }
        return parameters;
    }

    private ObjectNode query(Method method, String name) {
        Member member = DeclaredShapes.parameter(method, name)
                .orElseThrow(() -> new IllegalStateException("the query parameter " + name + " of " + method
                        + " is not declared: add it to PARAMETERS of its class, or to ParameterShapes"));
        ObjectNode parameter = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("in", "query")
                .put("required", member.required())
                .put("description", member.note().text());
        ObjectNode schema = shapes.of(member);
        schema.remove(List.of("description", "x-since"));
        parameter.set("schema", schema);
        return parameter.put("x-since", member.note().since());
    }

    private ObjectNode responses(RequestMethod http, String path, Method method, boolean needsToken) {
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        for (int status : statuses(method)) {
            responses.set(Integer.toString(status), success(method, status));
        }
        errors(http, path, method, needsToken).forEach(status -> responses.set(status, ErrorAnswers.refer(status)));
        responses.set("default", ErrorAnswers.refer(""));
        return responses;
    }

    private static List<Integer> statuses(Method method) {
        AnswerShape declared = method.getAnnotation(AnswerShape.class);
        if (declared != null && declared.statuses().length > 0) {
            return IntStream.of(declared.statuses()).boxed().toList();
        }
        return List.of(Optional.ofNullable(method.getAnnotation(ResponseStatus.class))
                .map(ResponseStatus::value)
                .orElse(HttpStatus.OK)
                .value());
    }

    private ObjectNode success(Method method, int status) {
        ObjectNode response = JsonNodeFactory.instance
                .objectNode()
                .put("description", HttpStatus.valueOf(status).getReasonPhrase());
        AnswerShape declared = method.getAnnotation(AnswerShape.class);
        Type type = declared == null || declared.value() == void.class ? returned(method) : declared.value();
        if (status != HttpStatus.NO_CONTENT.value() && type != void.class && type != Void.class) {
            response.putObject("content")
                    .putObject(declared == null ? "application/json" : declared.mediaType())
                    .set("schema", answers.of(type));
        }
        return response;
    }

    private static Type returned(Method method) {
        Type type = method.getGenericReturnType();
        return type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /** Returns the statuses of errors that the parts of the operation imply. */
    private static Set<String> errors(RequestMethod http, String path, Method method, boolean needsToken) {
        List<String> statuses = new ArrayList<>(List.of("429", "503"));
        if (needsToken) {
            statuses.addAll(List.of("401", "403"));
        }
        if (VARIABLE.matcher(path).find()) {
            statuses.add("404");
        }
        if (DeclaredShapes.of(method).isPresent()) {
            statuses.addAll(List.of("400", "408", "413", "415", "422"));
        }
        if (method.isAnnotationPresent(QueryParameters.class) || http == RequestMethod.POST) {
            statuses.add("422");
        }
        if (http != RequestMethod.GET && http != RequestMethod.HEAD) {
            statuses.add("409");
        }
        return new TreeSet<>(statuses);
    }
}
