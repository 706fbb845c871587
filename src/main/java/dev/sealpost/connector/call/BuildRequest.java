package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.call.CallSpec.RequestContent;
import dev.sealpost.connector.call.CallSpec.RequestSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds requests from their declaration. Nothing but declared headers is sent. */
final class BuildRequest {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String ACCEPT = "Accept";
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers of the connection, which the HTTP client sets. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection", "content-length", "expect", "host", "keep-alive", "te", "transfer-encoding", "upgrade");

    private final RequestFields common;
    private final RequestSpec request;
    private final JsonNode body;
    private final Map<String, JsonNode> variables;

    /** @param common headers of every request of the connector */
    BuildRequest(RequestFields common, RequestSpec request, JsonNode body, Map<String, JsonNode> variables) {
        this.common = common;
        this.request = request;
        this.body = body;
        this.variables = variables;
    }

    /**
     * Returns the request, without its credential.
     *
     * @throws CallRefusedException if a value does not fit its place
     * @throws JqException if an expression fails
     */
    VendorRequest build() {
        String url = request.url().path(body, variables);
        String query = form(request.query());
        Map<String, String> headers = new LinkedHashMap<>();
        if (request.json()) {
            headers.put(ACCEPT, "application/json");
        }
        Optional<byte[]> content =
                switch (request.content()) {
                    case RequestContent.None none -> Optional.empty();
                    case RequestContent.Body json -> {
                        headers.put(CONTENT_TYPE, "application/json");
                        yield Optional.of(json(json.jq()));
                    }
                    case RequestContent.Form form -> {
                        headers.put(CONTENT_TYPE, "application/x-www-form-urlencoded");
                        yield Optional.of(form(form.fields()).getBytes(StandardCharsets.US_ASCII));
                    }
                };
        VendorRequest built = new VendorRequest(
                request.method(), query.isEmpty() ? url : url + separator(url) + query, headers, content);
        for (RequestFields fields : List.of(common, request.headers())) {
            for (Map.Entry<String, String> header :
                    fields.values(body, variables).entrySet()) {
                built = built.withHeader(
                        requireName(header.getKey()), requirePlain(header.getKey(), header.getValue()));
            }
        }
        return built;
    }

    private static String separator(String url) {
        return url.contains("?") ? "&" : "?";
    }

    private byte[] json(Jq jq) {
        JsonNode node = jq.apply(body, variables);
        if (node.isNull()) {
            throw new CallRefusedException("the body of the request " + request.id() + " would be empty");
        }
        return ExactJson.bytes(node);
    }

    private String form(RequestFields fields) {
        return fields.values(body, variables).entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String requireName(String name) {
        if (!HEADER_NAME.matcher(name).matches() || OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            throw new CallRefusedException("the header " + name + " cannot be set");
        }
        return name;
    }

    private static String requirePlain(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            throw new CallRefusedException("the header " + name + " would contain a control character");
        }
        return value;
    }
}
