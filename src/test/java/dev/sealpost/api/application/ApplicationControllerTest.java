package dev.sealpost.api.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationControllerTest extends ApiTestBase {

    @Test
    void createsAnApplication() {
        Answer created =
                api.post("/app", "{\"name\":\"Acme\",\"uid\":\"create-acme\",\"metadata\":{\"plan\":\"gold\"}}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/id")).matches("app_[0-9A-Za-z]{27}");
        assertThat(created.text("/uid")).isEqualTo("create-acme");
        assertThat(created.text("/metadata/plan")).isEqualTo("gold");
        assertThat(created.text("/createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(api.get("/app/create-acme").json()).isEqualTo(created.json());
        assertThat(api.get("/app/" + created.text("/id")).json()).isEqualTo(created.json());
    }

    @Test
    void createsTheSameOnceWhenAskedTo() {
        Answer first = api.post("/app?get_if_exists=true", "{\"name\":\"A\",\"uid\":\"once\"}");
        Answer second = api.post("/app?get_if_exists=true", "{\"name\":\"B\",\"uid\":\"once\"}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void refusesAUidThatIsTaken() {
        Answer answer = api.post("/app", "{\"name\":\"A\",\"uid\":\"" + app + "\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("conflict");
        assertThat(answer.text("/detail")).contains(app);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/name",
                "{\"name\":\"\"}|/name",
                "{\"name\":\"  \"}|/name",
                "{\"name\":null}|/name",
                "{\"name\":7}|/name",
                "{\"name\":\"a\",\"uid\":\"a b\"}|/uid",
                "{\"name\":\"a\",\"uid\":\"\"}|/uid",
                "{\"name\":\"a\",\"uid\":\"app_mine\"}|/uid",
                "{\"name\":\"a\",\"metadata\":[]}|/metadata",
                "{\"name\":\"a\",\"metadata\":{\"a~/b\":1}}|/metadata/a~0~1b",
                "{\"name\":\"a\",\"throttleRate\":0}|/throttleRate",
                "{\"name\":\"a\",\"rateLimit\":1.5}|/rateLimit",
                "{\"name\":\"a\",\"x\":1}|/x",
                "{\"name\":\"a\",\"paused\":true}|/paused",
                "{\"name\":\"a\",\"throttleRate\":70000}|/throttleRate",
                "[1]|''",
            })
    void saysWhatIsWrong(String body, String pointer) {
        Answer answer = api.post("/app", body);

        assertThat(answer.status()).isEqualTo(422);
        JsonNode item = answer.json().at("/detail/0");
        assertThat(item.at("/pointer").asText("missing")).isEqualTo(pointer);
        assertThat(item.at("/loc/0").asText()).isEqualTo("body");
        assertThat(item.at("/type").asText()).isEqualTo("value_error");
        assertThat(item.at("/msg").asText()).isNotBlank();
    }

    @Test
    void limitsTheName() {
        assertThat(api.post("/app", "{\"name\":\"" + "a".repeat(256) + "\"}").status())
                .isEqualTo(201);
        assertThat(api.post("/app", "{\"name\":\"" + "a".repeat(257) + "\"}").status())
                .isEqualTo(422);
    }

    @Test
    void patchesOnlyWhatIsThere() {
        api.send("PUT", "/app/" + app, "{\"name\":\"A\",\"uid\":\"" + app + "\",\"metadata\":{\"a\":\"b\"}}");
        database.change(sql -> sql.sql("UPDATE application SET throttle_rate = 3 WHERE uid = ?")
                .params(app)
                .update());

        Answer named = api.send("PATCH", "/app/" + app, "{\"name\":\"B\"}");
        Answer cleared = api.send("PATCH", "/app/" + app, "{\"throttleRate\":null,\"metadata\":null}");
        Answer anonymous = api.send("PATCH", "/app/" + app, "{\"uid\":null}");

        assertThat(named.text("/metadata/a")).isEqualTo("b");
        assertThat(named.text("/name")).isEqualTo("B");
        assertThat(named.json().at("/throttleRate").intValue()).isEqualTo(3);
        assertThat(cleared.json().has("throttleRate")).isFalse();
        assertThat(cleared.json().at("/metadata").isEmpty()).isTrue();
        assertThat(cleared.text("/uid")).isEqualTo(app);
        assertThat(anonymous.json().has("uid")).isFalse();
        assertThat(api.get("/app/" + app).status()).isEqualTo(404);
    }

    @Test
    void putsAWholeApplicationOrANewOne() {
        Answer replaced = api.send("PUT", "/app/" + app, "{\"name\":\"B\",\"uid\":\"" + app + "\"}");
        Answer made = api.send("PUT", "/app/put-new", "{\"name\":\"New\"}");
        Answer unknown = api.send("PUT", "/app/app_unknown", "{\"name\":\"New\"}");

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/uid")).isEqualTo("put-new");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void deletesAnApplicationWithItsEndpoints() {
        String id = applicationId();
        createEndpoint("e");

        Answer deleted = api.delete("/app/" + app);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(api.get("/app/" + app).status()).isEqualTo(404);
        assertThat(api.get("/app/" + id).status()).isEqualTo(404);
        assertThat(api.delete("/app/" + app).status()).isEqualTo(404);
        assertThat(sql.sql("SELECT count(*) FROM endpoint WHERE application_id = ? AND deleted_at IS NULL")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(api.post("/app", "{\"name\":\"Again\",\"uid\":\"" + app + "\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            api.post("/app", "{\"name\":\"listed\"}");
        }
        List<String> ids = new ArrayList<>();
        Answer page = api.get("/app?limit=2");
        Answer first = page;
        while (true) {
            page.json().at("/data").forEach(item -> ids.add(item.at("/id").asText()));
            if (page.json().at("/done").asBoolean()) {
                break;
            }
            page = api.get("/app?limit=2&iterator=" + page.text("/iterator"));
        }
        Answer back = api.get("/app?limit=2&iterator="
                + api.get("/app?limit=2&iterator=" + first.text("/iterator")).text("/prevIterator"));

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
        assertThat(first.json().at("/prevIterator").isNull()).isTrue();
        assertThat(back.json().at("/data")).isEqualTo(first.json().at("/data"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=251,limit",
        "limit=x,limit",
        "limit=-1,limit",
        "iterator=abc,iterator",
        "iterator=%25,iterator",
        "order=up,order",
    })
    void refusesBadListParameters(String query, String name) {
        Answer answer = api.get("/app?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/0")).isEqualTo("query");
        assertThat(answer.text("/detail/0/loc/1")).isEqualTo(name);
    }
}
