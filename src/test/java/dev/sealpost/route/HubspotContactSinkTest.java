package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubspotContactSinkTest extends ConnectorContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    ConnectorRig rig() throws Exception {
        return rigOf("hubspot-contact-sink", Map.of());
    }

    @Override
    String body() {
        return "{\"email\":\"ada@example.com\",\"firstname\":\"Ada\"}";
    }

    @Override
    String success() {
        return "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"512\",\"new\":true}]}";
    }

    @Override
    String request() {
        return "POST /crm/v3/objects/contacts/batch/upsert";
    }

    @Test
    void upsertsTheContactByItsEmail() throws Exception {
        VendorServer.Call call = rig.call(body(), Map.of());

        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer " + ConnectorRig.SECRET)
                .containsEntry("Content-Type", "application/json");
        assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree("""
                {"inputs":[{"id":"ada@example.com","idProperty":"email",
                 "properties":{"email":"ada@example.com","firstname":"Ada"}}]}"""));
    }

    @ParameterizedTest
    @CsvSource({"VALIDATION_ERROR,true", "RATE_LIMITS,false"})
    void failsWhenTheBatchHasErrors(String category, boolean isFinal) {
        rig.vendor.answers(
                207,
                "{\"status\":\"COMPLETE\",\"results\":[],\"numErrors\":1,\"errors\":[{\"status\":\"error\",\"category\":\""
                        + category + "\",\"message\":\"no\"}]}");

        assertThat(rig.failure(body())).isEqualTo(new Failed("HubSpot: " + category, isFinal));
    }
}
