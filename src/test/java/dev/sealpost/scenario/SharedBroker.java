package dev.sealpost.scenario;

import dev.sealpost.broker.ExternalArtemis;
import dev.sealpost.port.FreePorts;
import java.nio.file.Path;
import java.util.Optional;

/** A broker as docs/cluster.md describes it, in a process of its own, that can be killed and started again on its journal. */
final class SharedBroker implements AutoCloseable {

    private final ExternalArtemis.Part part;
    private final int corePort = FreePorts.next();
    private final int amqpPort = FreePorts.next();
    private Optional<TestJvm> process = Optional.empty();
    private int starts;

    SharedBroker() {
        this(ExternalArtemis.Part.ALONE);
    }

    /** @param part of a pair, both of which are started in one folder */
    SharedBroker(ExternalArtemis.Part part) {
        this.part = part;
    }

    int corePort() {
        return corePort;
    }

    int amqpPort() {
        return amqpPort;
    }

    String url() {
        return "tcp://127.0.0.1:" + corePort;
    }

    /** Starts it on what is in {@code broker} below this folder, and returns at once. */
    SharedBroker start(Path folder) {
        process = Optional.of(TestJvm.quickStart(
                ExternalArtemis.class,
                "256m",
                folder.resolve("broker-" + part + "-" + ++starts + ".log"),
                folder.resolve("broker").toString(),
                Integer.toString(corePort),
                Integer.toString(amqpPort),
                part.name()));
        return this;
    }

    boolean running() {
        return process.filter(TestJvm::running).isPresent();
    }

    /** Ends it with SIGKILL and returns when it is gone. */
    void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().kill();
        }
    }

    @Override
    public void close() {
        process.ifPresent(TestJvm::close);
    }
}
