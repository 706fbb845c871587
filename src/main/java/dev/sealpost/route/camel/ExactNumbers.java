package dev.sealpost.route.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConverterExists;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.support.SimpleTypeConverter.ConversionMethod;

/**
 * Reads and writes JSON numbers exactly, in jq programs and in the data format {@code json}: 1.10 stays 1.10. By default, Camel
 * reads them as floating point numbers.
 */
public final class ExactNumbers extends LifecycleStrategySupport {

    private static final ObjectMapper JSON = mapper();

    private ExactNumbers() {}

    public static void in(CamelContext camel) {
        convert(camel.getTypeConverterRegistry());
        // jq prefers functions in the registry over built-in functions of the same name.
        camel.getRegistry().bind("tojson/0", Function.class, (Function) ExactNumbers::toJson);
        camel.getRegistry().bind("tostring/0", Function.class, (Function) ExactNumbers::toText);
        camel.getRegistry().bind("fromjson/0", Function.class, (Function) ExactNumbers::fromJson);
        camel.addLifecycleStrategy(new ExactNumbers());
    }

    /** Returns a new mapper, because a data format modifies its mapper. */
    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** Sets the mapper before Camel applies the options of the route. */
    @Override
    public void onDataFormatCreated(String name, DataFormat format) {
        if (format instanceof JacksonDataFormat json) {
            json.setObjectMapper(mapper());
        }
    }

    /** Replaces Camel's own converters. */
    private static void convert(TypeConverterRegistry registry) {
        TypeConverterExists before = registry.getTypeConverterExists();
        registry.setTypeConverterExists(TypeConverterExists.Override);
        add(registry, JsonNode.class, String.class, (type, exchange, text) -> JSON.readTree((String) text));
        add(registry, JsonNode.class, byte[].class, (type, exchange, bytes) -> JSON.readTree((byte[]) bytes));
        add(registry, JsonNode.class, InputStream.class, (type, exchange, in) -> JSON.readTree((InputStream) in));
        add(registry, JsonNode.class, Reader.class, (type, exchange, in) -> JSON.readTree((Reader) in));
        add(registry, JsonNode.class, File.class, (type, exchange, file) -> JSON.readTree((File) file));
        add(registry, JsonNode.class, Map.class, (type, exchange, map) -> JSON.valueToTree(map));
        add(registry, JsonNode.class, List.class, (type, exchange, list) -> JSON.valueToTree(list));
        add(registry, String.class, JsonNode.class, (type, exchange, node) -> text((JsonNode) node));
        add(registry, byte[].class, JsonNode.class, (type, exchange, node) -> bytes((JsonNode) node));
        add(
                registry,
                InputStream.class,
                JsonNode.class,
                (type, exchange, node) -> new ByteArrayInputStream(bytes((JsonNode) node)));
        add(
                registry,
                Map.class,
                JsonNode.class,
                (type, exchange, node) -> JSON.convertValue(node, new TypeReference<Map<String, Object>>() {}));
        registry.setTypeConverterExists(before);
    }

    private static void add(TypeConverterRegistry registry, Class<?> to, Class<?> from, ConversionMethod how) {
        registry.addTypeConverter(to, from, new SimpleTypeConverter(false, how));
    }

    private static byte[] bytes(JsonNode node) throws IOException {
        return node.isTextual()
                ? node.textValue().getBytes(StandardCharsets.UTF_8)
                : JSON.writeValueAsBytes(finite(node));
    }

    /** Returns indented JSON, as Camel writes it. */
    private static String text(JsonNode node) throws JsonProcessingException {
        return node.isTextual()
                ? node.textValue()
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(finite(node));
    }

    @SuppressWarnings("NullAway") // a computed value has no path
    private static void toJson(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        try {
            out.emit(new TextNode(JSON.writeValueAsString(finite(in))), null);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new JsonQueryException(e);
        }
    }

    @SuppressWarnings("NullAway")
    private static void toText(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        if (in.isTextual()) {
            out.emit(in, null);
        } else {
            toJson(scope, arguments, in, path, out, version);
        }
    }

    @SuppressWarnings("NullAway")
    private static void fromJson(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        if (!in.isTextual()) {
            throw new JsonQueryException("fromjson requires a string, not " + in.getNodeType());
        }
        try {
            out.emit(JSON.readTree(in.textValue()), null);
        } catch (JsonProcessingException e) {
            throw new JsonQueryException(e);
        }
    }

    /**
     * @throws IllegalArgumentException if the node contains a number that JSON cannot represent; Jackson would write a string
     */
    private static JsonNode finite(JsonNode node) {
        if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("the result contains the number " + node.doubleValue()
                    + ", which JSON cannot represent: arithmetic is limited to 1.8e308");
        }
        node.forEach(ExactNumbers::finite);
        return node;
    }
}
