package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.database.Snapshots;
import dev.sealpost.node.StopSignal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.util.ReflectionTestUtils;

/** A node that has not loaded its tokens, and one that stops: both ways in refuse events and ask to come again. */
@DirtiesContext
class IngestWhileStartingOrStoppingTest extends ApiTestBase {

    private static final String EVENT = "{\"eventType\":\"a\",\"payload\":{}}";

    @Autowired
    private Snapshots snapshots;

    @Autowired
    private StopSignal stop;

    @Test
    void isRefused() {
        String application = applicationId();
        Object version = ReflectionTestUtils.getField(snapshots, "version");
        ReflectionTestUtils.setField(snapshots, "version", -1L);
        Answer starting = api.post(plain(), EVENT);
        Answer startingToo = api.post(encoded(), EVENT);
        ReflectionTestUtils.setField(snapshots, "version", version);
        stop.give();
        Answer stopping = api.post(plain(), EVENT);
        Answer stoppingToo = api.post(encoded(), EVENT);

        assertThat(starting.status()).isEqualTo(503);
        assertThat(starting.headers().firstValue("retry-after")).contains("1");
        assertThat(starting.body()).isEqualTo(startingToo.body()).contains("starting");
        assertThat(stopping.status()).isEqualTo(503);
        assertThat(stopping.headers().firstValue("retry-after")).contains("5");
        assertThat(stopping.body()).isEqualTo(stoppingToo.body()).contains("stopping");
        assertThat(api.get("/app/" + app).status()).isEqualTo(200);
        assertThat(publisher.published())
                .noneMatch(event -> event.application().value().equals(application));
    }

    private String plain() {
        return "/app/" + app + "/msg";
    }

    private String encoded() {
        return "/app/%" + Integer.toHexString(app.charAt(0)) + app.substring(1) + "/msg";
    }
}
