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

    private SealpostRun(Installation installation, SealpostProcess process) {
        this.installation = installation;
        this.process = process;
    }

    static SealpostRun start(Store store, ReceiverProcess receiver) throws IOException, InterruptedException {
        Installation installation = Installation.fresh("bench-" + store.name(), "2g");
        store.configure(installation);
        SealpostProcess process = installation.start();
        try {
            process.awaitReady(START_LIMIT);
            for (Subscribers subscribers : List.of(Subscribers.ONE_EACH, Subscribers.LONE, Subscribers.TEN_EACH)) {
                subscribe(installation.api(), subscribers, receiver);
            }
            return new SealpostRun(installation, process);
        } catch (AssertionError | RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    private static void subscribe(SealpostApi api, Subscribers subscribers, ReceiverProcess receiver)
            throws InterruptedException {
        for (int a = 0; a < subscribers.applications(); a++) {
            String application = api.createApplication(subscribers.application(a));
            for (int e = 0; e < subscribers.fanOut(); e++) {
                String url =
                        receiver.uri("/" + subscribers.application(a) + "/" + e).toString();
                api.createEndpoint(application, url, SignedPost.SECRET, List.of("bench.*"));
            }
        }
    }

    JmsFeed producer() throws JMSException {
        return new JmsFeed(installation.corePort(), "sealpost", installation.brokerPassword());
    }

    long pid() {
        return process.pid();
    }

    SealpostApi api() {
        return installation.api();
    }

    @Override
    public void close() throws IOException {
        process.close();
        installation.deleteData();
    }
}
