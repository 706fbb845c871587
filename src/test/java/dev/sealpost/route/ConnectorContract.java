package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Behaviour of every sink, regardless of its vendor. */
@ExtendWith(OutputCaptureExtension.class)
abstract class ConnectorContract {

    ConnectorRig rig;

    abstract ConnectorRig rig() throws Exception;

    /** Returns a valid body. */
    abstract String body();

    /** Returns an answer that means success. */
    abstract String success();

    /** Returns method and path of the call. */
    abstract String request();

    @BeforeEach
    void start() throws Exception {
        rig = rig();
        rig.vendor.answers(200, success());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void callsTheVendorDespiteRedirectingHeaders() {
        VendorServer.Call call = rig.call(body(), ConnectorRig.REDIRECTING);

        assertThat(call.method() + " " + call.uri()).isEqualTo(request());
        assertThat(call.headers()).doesNotContainKeys("X-Ours", "SealpostEventId");
        assertThat(call.headers().get("Host")).startsWith("127.0.0.1:");
    }

    @Test
    void restoresTheHeadersOfTheRouteWithoutThoseOfTheVendor() {
        rig.vendor.answers(200, "X-Theirs", "1", success());

        Exchange after = rig.send(body());

        assertThat(after.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId");
    }

    @Test
    void retriesWhenTheTokenIsRejected() {
        rig.vendor.answers(401, "{}");

        // A revoked token can be replaced, so pending deliveries must not be lost.
        assertThat(rig.failure(body())).isEqualTo(new Failed("the vendor rejected the secret, 401: {}", false));
    }

    @Test
    void isThrottledForTheRetryAfterOfTheVendor() {
        rig.vendor.answers(429, "Retry-After", "17", "{}");

        assertThat(rig.failure(body())).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(17))));
    }

    @Test
    void isRejectedWhenTheVendorFails() {
        rig.vendor.answers(500, "not JSON");

        assertThat(rig.failure(body())).isEqualTo(new Rejected(500));
    }

    @Test
    @Timeout(20)
    void letsTheRouteCountItsRedeliveries() {
        rig.vendor.close();

        Exchange sent = rig.send(body());

        assertThat(sent.getException()).isInstanceOf(ConnectException.class);
        assertThat(rig.repeats).hasValue(2);
    }

    @Test
    void failsWhenASuccessIsNotJson() {
        rig.vendor.answers(200, "<html>");

        assertThat(rig.send(body()).getException()).isNotNull();
    }

    @Test
    void keepsTheSecretOutOfEndpointsManagementAndLog(CapturedOutput output) throws Exception {
        rig.vendor.answers(500, "{}");
        rig.send(body());

        assertThat(rig.camel().getEndpoints())
                .extracting(Endpoint::getEndpointUri)
                .noneMatch(this::showsTheSecret);
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        assertThat(beans.queryNames(new ObjectName("org.apache.camel:*"), null))
                .isNotEmpty()
                .noneMatch(name -> showsTheSecret(name.toString()));
        assertThat(output.getAll()).doesNotContain(ConnectorRig.SECRET);
    }

    private boolean showsTheSecret(String text) {
        return text.contains(ConnectorRig.SECRET);
    }

    static ConnectorRig rigOf(String connector, Map<String, String> parameters) throws Exception {
        return ConnectorRig.of(connector, parameters);
    }
}
