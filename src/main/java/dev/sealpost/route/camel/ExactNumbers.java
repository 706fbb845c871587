package dev.sealpost.route.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.connector.call.ExactJson;
import dev.sealpost.connector.call.JsonFunctions;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Function;
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

    private static final ObjectMapper JSON = ExactJson.mapper();

    private ExactNumbers() {}

    public static void in(CamelContext camel) {
        convert(camel.getTypeConverterRegistry());
        // jq prefers functions in the registry over built-in functions of the same name.
        JsonFunctions.all()
                .forEach((name, function) -> camel.getRegistry().bind(name + "/0", Function.class, function));
        camel.addLifecycleStrategy(new ExactNumbers());
    }

    /** Sets the mapper before Camel applies the options of the route. */
    @Override
    public void onDataFormatCreated(String name, DataFormat format) {
        if (format instanceof JacksonDataFormat json) {
            // Each its own, because the data format modifies it.
            json.setObjectMapper(ExactJson.mapper());
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
                : JSON.writeValueAsBytes(ExactJson.requireFinite(node));
    }

    /** Returns indented JSON, as Camel writes it. */
    private static String text(JsonNode node) throws JsonProcessingException {
        return node.isTextual()
                ? node.textValue()
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ExactJson.requireFinite(node));
    }
}
