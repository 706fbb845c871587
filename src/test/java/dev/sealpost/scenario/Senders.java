package dev.sealpost.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All senders at once, until they are told to finish. */
final class Senders {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();

    Senders(Installation installation, SendLog log, Random random, int overHttp, int overAmqp) {
        SealpostApi api = installation.api();
        for (int i = 0; i < overHttp; i++) {
            running.add(threads.submit(new HttpSender(api, log, new Random(random.nextLong()), stopped)));
        }
        for (int i = 0; i < overAmqp; i++) {
            running.add(threads.submit(new AmqpSender(installation, log, new Random(random.nextLong()), stopped)));
        }
    }

    /** Returns when each has an answer to what it sent last. */
    void finish() throws InterruptedException, ExecutionException, TimeoutException {
        stopped.countDown();
        for (Future<?> sender : running) {
            sender.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }
}
