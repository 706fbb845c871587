package dev.sealpost.api.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.PublicOperation;
import dev.sealpost.api.shape.AnswerShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/openapi.json} and {@code /api/docs}, the page that shows it. Both need no token: neither says more than
 * the source code does.
 */
@RestController
class DescriptionController {

    static final String PAGE = "index.html";

    /** Media types of the files of the page by name; nothing else is served. */
    private static final Map<String, MediaType> FILES = Map.of(
            PAGE,
            MediaType.parseMediaType("text/html;charset=UTF-8"),
            "docs.css",
            MediaType.parseMediaType("text/css;charset=UTF-8"),
            "docs.js",
            MediaType.parseMediaType("text/javascript;charset=UTF-8"));

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final SingletonSupplier<byte[]> document;

    DescriptionController(DescribeApi describe, ObjectMapper json) {
        this.document = SingletonSupplier.of(() -> bytes(describe, json));
    }

    private static byte[] bytes(DescribeApi describe, ObjectMapper json) {
        try {
            return json.writeValueAsBytes(describe.document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the description of the API cannot be written", e);
        }
    }

    @PublicOperation(summary = "Get this description of the API")
    @AnswerShape(JsonNode.class)
    @GetMapping("/api/v1/openapi.json")
    ResponseEntity<byte[]> openApi() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document.obtain());
    }

    @GetMapping("/api/docs")
    ResponseEntity<byte[]> page() {
        return file(PAGE);
    }

    @GetMapping("/api/docs/{file}")
    ResponseEntity<byte[]> file(@PathVariable("file") String name) {
        MediaType type = Optional.ofNullable(FILES.get(name)).orElseThrow(() -> ProblemException.notFound("file"));
        try (InputStream in = DescriptionController.class.getResourceAsStream("/api-docs/" + name)) {
            return ResponseEntity.ok()
                    .contentType(type)
                    .header("Content-Security-Policy", POLICY)
                    .body(Optional.ofNullable(in).orElseThrow().readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the file " + name + " of the page cannot be read", e);
        }
    }
}
