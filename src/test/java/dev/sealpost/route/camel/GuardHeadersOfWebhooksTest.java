package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.junit.jupiter.api.Test;

/** The guard would look at each header of each webhook, which takes a tenth of a delivery. */
class GuardHeadersOfWebhooksTest {

    @Test
    void leavesTheRouteOfThisReleaseAlone() throws Exception {
        Matcher step = Pattern.compile("uri: (http://\\S+)")
                .matcher(Files.readString(Path.of("routes", "webhook-delivery.camel.yaml")));

        assertThat(step.find()).isTrue();
        assertThat(isGuarded(step.group(1))).isFalse();
    }

    @Test
    void leavesACopyOfAnEarlierReleaseAlone() throws Exception {
        assertThat(isGuarded("http://webhook")).isFalse();
    }

    @Test
    void guardsEveryOtherHost() throws Exception {
        assertThat(isGuarded("http://vendor.example")).isTrue();
    }

    private static boolean isGuarded(String uri) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            HttpEndpoint endpoint = camel.getEndpoint(uri, HttpEndpoint.class);
            HeaderFilterStrategy own = endpoint.getHeaderFilterStrategy();
            new GuardHeaders().registerEndpoint(uri, endpoint);
            return endpoint.getHeaderFilterStrategy() != own;
        }
    }
}
