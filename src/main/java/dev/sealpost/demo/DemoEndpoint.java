package dev.sealpost.demo;

import dev.sealpost.node.DataDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** Creates the application {@code demo} and its endpoint through the API, with the token in {@code data/}. */
@Component
@Profile("demo")
final class DemoEndpoint {

    static final String APPLICATION = "demo";

    private static final String ENDPOINT = "demo-inbox";
    private static final int CONFLICT = 409;

    private final DataDirectory data;
    private final DemoSecret secret;

    DemoEndpoint(DataDirectory data, DemoSecret secret) {
        this.data = data;
        this.secret = secret;
    }

    /**
     * Creates what is missing and points the endpoint to this process.
     *
     * @param port of this process
     */
    void prepare(int port) {
        String here = "http://127.0.0.1:" + port;
        RestClient api = RestClient.builder()
                .baseUrl(here + "/api/v1")
                .defaultHeaders(headers -> headers.setBearerAuth(data.secret("api-token")))
                .build();
        create(api, "/app", Map.of("name", "Demo", "uid", APPLICATION));
        String endpoints = "/app/" + APPLICATION + "/endpoint";
        Map<String, Object> inbox = Map.of(
                "uid",
                ENDPOINT,
                "url",
                here + DemoInbox.PATH,
                "description",
                "The inbox of the demo",
                "filterTypes",
                List.of("order.*", "user.*", "alert.*"));
        if (!create(api, endpoints, with(inbox, "secret", secret.text()))) {
            api.put()
                    .uri(endpoints + "/" + ENDPOINT)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(inbox)
                    .retrieve()
                    .toBodilessEntity();
        }
    }

    /** Creates a resource; returns false if it exists. */
    private static boolean create(RestClient api, String path, Map<String, ?> body) {
        try {
            api.post()
                    .uri(path)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body)
                    .retrieve()
                    .toBodilessEntity();
            return true;
        } catch (HttpClientErrorException e) {
            if (e.getStatusCode().isSameCodeAs(HttpStatusCode.valueOf(CONFLICT))) {
                return false;
            }
            throw e;
        }
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> extended = new HashMap<>(map);
        extended.put(key, value);
        return extended;
    }
}
