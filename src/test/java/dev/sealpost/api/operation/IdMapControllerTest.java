package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class IdMapControllerTest extends ApiTestBase {

    @BeforeEach
    void aRecordInTwoSystems() {
        writes.write(sql -> sql.sql("DELETE FROM id_map").update());
        writes.write(sql -> sql.sql("""
                        INSERT INTO id_map (map, system, external_id, record_id, hash, changed_at, deleted_at)
                        VALUES ('contacts', 'left', 'L/1', 'r', 'h', 0, NULL), ('contacts', 'right', 'R1', 'r', NULL, 0, 5)
                        """).update());
    }

    @Test
    void showsWhichRecordIsWhich() {
        assertThat(api.get("/id-map/contacts?system=left&id=L%2F1")
                        .json()
                        .path("data")
                        .toString())
                .isEqualTo("[{\"system\":\"left\",\"id\":\"L/1\",\"recordId\":\"r\",\"inStep\":true,\"deleted\":false},"
                        + "{\"system\":\"right\",\"id\":\"R1\",\"recordId\":\"r\",\"inStep\":false,\"deleted\":true}]");
        assertThat(api.get("/id-map/contacts?system=left&id=R1").status()).isEqualTo(404);
        assertThat(api.get("/id-map/contacts?system=left").status()).isEqualTo(422);
    }

    @Test
    void unlinksARecordInAllSystems(CapturedOutput output) {
        assertThat(api.send("DELETE", "/id-map/contacts?system=right&id=R1", "").status())
                .isEqualTo(204);

        assertThat(api.get("/id-map/contacts?system=left&id=L%2F1").status()).isEqualTo(404);
        assertThat(output).contains("idmap.unlinked map=contacts system=right id=\"R1\"");
        assertThat(api.send("DELETE", "/id-map/contacts?system=right&id=R1", "").status())
                .isEqualTo(404);
    }
}
