package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Paths as clients write them: with a trailing slash or without, with ids or with uids. */
class PathFormsTest extends ApiTestBase {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private Map<String, String> uids = Map.of();
    private Map<String, String> ids = Map.of();

    @BeforeEach
    void fill() {
        String endpoint = createEndpoint("e");
        String message = api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"eventId\":\"m\",\"payload\":{}}")
                .text("/id");
        uids = Map.of("app", app, "endpoint", "e", "message", "m");
        ids = Map.of("app", applicationId(), "endpoint", endpoint, "message", message);
    }

    @Test
    void mayEndWithASlash() {
        List<String> differences = new ArrayList<>();
        for (ApiOperation operation : ApiOperation.of(mapping)) {
            // Nothing has these names, so that nothing is changed.
            String path = path(operation, Map.of());
            Answer without = send(operation, path);
            Answer with = send(operation, path + "/");
            if (without.status() != with.status() || !code(without).equals(code(with))) {
                differences.add(operation + ": " + without.status() + code(without) + ", with a slash " + with.status()
                        + code(with));
            }
        }

        assertThat(differences).isEmpty();
        assertThat(api.post("/app/" + app + "/msg/", "{\"eventType\":\"a\",\"payload\":{}}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void mayNameThingsByTheirUids() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (ApiOperation operation : ApiOperation.of(mapping)) {
            boolean isNamed =
                    VARIABLE.matcher(operation.path()).results().allMatch(found -> uids.containsKey(found.group(1)));
            if (operation.method().equals("GET") && operation.path().contains("{") && isNamed) {
                Answer byUid = send(operation, path(operation, uids));
                Answer byId = send(operation, path(operation, ids));
                compared++;
                if (byUid.status() != 200 || !byUid.body().equals(byId.body())) {
                    differences.add(operation + ": " + byUid + ", by id " + byId);
                }
            }
        }

        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(10);
    }

    private Answer send(ApiOperation operation, String path) {
        String body = operation.readsItsBody() ? "{\"nothing\":1}" : "";
        return api.send(operation.method(), path.substring("/api/v1".length()), body);
    }

    private static String code(Answer answer) {
        return answer.body().startsWith("{") ? answer.text("/code") + answer.text("/detail") : "";
    }

    private static String path(ApiOperation operation, Map<String, String> names) {
        return VARIABLE.matcher(operation.path())
                .replaceAll(found -> Matcher.quoteReplacement(
                        Optional.ofNullable(names.get(found.group(1))).orElse("nothing")));
    }
}
