package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackMessageSinkTest extends ConnectorContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    ConnectorRig rig() throws Exception {
        return rigOf("slack-message-sink", Map.of("channel", "C0123456789"));
    }

    @Override
    String body() {
        return "{\"text\":\"Disk is *full* – über\"}";
    }

    @Override
    String success() {
        return "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1503435956.000247\"}";
    }

    @Override
    String request() {
        return "POST /api/chat.postMessage";
    }

    @Test
    void postsTheMessageToTheChannel() throws Exception {
        VendorServer.Call call = rig.call(body(), Map.of());

        assertThat(call.headers()).containsEntry("Authorization", "Bearer " + ConnectorRig.SECRET);
        assertThat(call.headers().get("Content-Type")).startsWith("application/json");
        assertThat(JSON.readTree(call.body()))
                .isEqualTo(JSON.readTree("{\"channel\":\"C0123456789\",\"text\":\"Disk is *full* – über\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "channel_not_found,true",
        "invalid_auth,true",
        "token_revoked,true",
        "missing_scope,true",
        "internal_error,false",
        "something_new,false"
    })
    void failsWhenA200IsNotOk(String code, boolean isFinal) {
        rig.vendor.answers(200, "{\"ok\":false,\"error\":\"" + code + "\"}");

        assertThat(rig.failure(body())).isEqualTo(new Failed("Slack: " + code, isFinal));
    }

    @Test
    void isThrottledByAnErrorIn200() {
        rig.vendor.answers(200, "{\"ok\":false,\"error\":\"ratelimited\"}");

        assertThat(rig.failure(body())).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(1))));
    }
}
