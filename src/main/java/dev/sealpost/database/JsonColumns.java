package dev.sealpost.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps of strings as JSON text in a column; an empty list is NULL. */
public final class JsonColumns {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private JsonColumns() {}

    public static @Nullable String text(List<String> list) {
        return list.isEmpty() ? null : write(list);
    }

    public static String text(Map<String, String> map) {
        return write(map);
    }

    public static List<String> list(@Nullable String text) {
        return text == null ? List.of() : read(text, LIST);
    }

    public static Map<String, String> map(String text) {
        return read(text, MAP);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings cannot be written as JSON", e);
        }
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column does not contain JSON of the expected type", e);
        }
    }
}
