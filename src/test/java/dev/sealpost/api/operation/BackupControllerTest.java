package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.api.FakeBackups;
import dev.sealpost.backup.BackupRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class BackupControllerTest extends ApiTestBase {

    @Autowired
    FakeBackups backups;

    @Test
    void makesAndListsBackups() {
        Answer made = api.post("/backup", "");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/folder")).startsWith("/backups/");
        assertThat(made.text("/startedAt")).isEqualTo(FakeBackups.NOON.toString());
        assertThat(made.text("/finishedAt")).isEqualTo("2030-01-31T12:00:07Z");
        assertThat(made.json().get("stalledMs").asLong()).isEqualTo(3);
        assertThat(made.json().get("files").asInt()).isEqualTo(2);
        assertThat(made.json().get("bytes").asLong()).isEqualTo(4140);
        Answer list = api.get("/backup");
        assertThat(list.json().at("/data/0")).isEqualTo(made.json());
        assertThat(list.json().get("done").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 503, unavailable",
        "RUNNING, 409, backup_running",
        "NO_ROOM, 409, no_room",
        "NOT_EMBEDDED, 409, not_embedded"
    })
    void saysWhyThereIsNone(Reason reason, int status, String code) {
        backups.refuse(reason);

        Answer answer = api.post("/backup", "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/detail")).isEqualTo("not now");
        assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(reason == Reason.BUSY);
    }

    @Test
    void asksForTheToken() {
        assertThat(api.send(api.withoutToken("/backup")).status()).isEqualTo(401);
    }
}
