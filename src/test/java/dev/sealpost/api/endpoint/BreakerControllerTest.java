package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.delivery.gate.BreakerParts;
import dev.sealpost.delivery.gate.OpenBreakers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class BreakerControllerTest extends ApiTestBase {

    @Autowired
    private OpenBreakers breakers;

    @Test
    void showsTheBreakersThatAreOpenOnThisNode() {
        BreakerParts.open(breakers, "ep_1", Duration.ofSeconds(30));
        BreakerParts.open(breakers, "route:orders", Duration.ofSeconds(60));

        JsonNode all = api.get("/breaker").json();

        assertThat(all.findValuesAsText("endpointId")).containsExactly("ep_1", "route:orders");
        JsonNode first = all.at("/data/0");
        assertThat(Duration.between(
                        Instant.parse(first.at("/since").asText()),
                        Instant.parse(first.at("/until").asText())))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(api.get("/breaker?endpoint_id=route:orders").json().findValuesAsText("endpointId"))
                .containsExactly("route:orders");
        assertThat(api.get("/breaker?endpoint_id=ep_2").json().at("/data")).isEmpty();
    }
}
