package dev.sealpost.bench;

import dev.sealpost.scenario.Installation;
import dev.sealpost.scenario.SealpostApi;
import dev.sealpost.scenario.SealpostProcess;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A fresh Sealpost with applications and endpoints, ready to be measured. */
final class SealpostRun implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Installation installation;
    private final SealpostProcess process;
    private final int applications;

    private SealpostRun(Installation installation, SealpostProcess process, int applications) {
        this.installation = installation;
        this.process = process;
        this.applications = applications;
    }

    /** What is installed: where its database is, and who is subscribed. */
    record Layout(Store store, int applications, int endpointsEach) {

        /** One endpoint for each event. */
        static Layout single(Store store) {
            return new Layout(store, 64, 1);
        }

        /** Ten endpoints for each event. */
        static Layout fanOut(Store store) {
            return new Layout(store, 32, 10);
        }
    }

    static SealpostRun start(String name, Layout layout, ReceiverProcess receiver)
            throws IOException, InterruptedException {
        Installation installation = Installation.fresh("bench-" + name, "2g");
        layout.store().configure(installation);
        SealpostProcess process = installation.start();
        try {
            process.awaitReady(START_LIMIT);
            SealpostApi api = installation.api();
            for (int a = 0; a < layout.applications(); a++) {
                String application = api.createApplication("bench-" + a);
                for (int e = 0; e < layout.endpointsEach(); e++) {
                    String url = receiver.uri("/bench/" + a + "/" + e).toString();
                    api.createEndpoint(application, url, SignedPost.SECRET, List.of("bench.*"));
                }
            }
            return new SealpostRun(installation, process, layout.applications());
        } catch (AssertionError | RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    JmsFeed producer() throws JMSException {
        return new JmsFeed(installation.corePort(), "sealpost", installation.brokerPassword(), applications);
    }

    SealpostApi api() {
        return installation.api();
    }

    int applications() {
        return applications;
    }

    @Override
    public void close() throws IOException {
        process.close();
        installation.deleteData();
    }
}
