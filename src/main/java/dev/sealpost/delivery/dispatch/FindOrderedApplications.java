package dev.sealpost.delivery.dispatch;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.OrderedApplications;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds out whether an application has ordered destinations. Caches the answer for a second, because it is needed for every
 * event.
 */
final class FindOrderedApplications implements OrderedApplications {

    private static final long MAX_AGE = Duration.ofSeconds(1).toNanos();
    private static final int MOST_ANSWERS = 10_000;

    private final Subscriptions subscriptions;
    private final Predicate<DestinationId> isOrdered;
    private final Map<ApplicationId, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(boolean isOrdered, long time) {}

    FindOrderedApplications(Subscriptions subscriptions, Predicate<DestinationId> isOrdered) {
        this.subscriptions = subscriptions;
        this.isOrdered = isOrdered;
    }

    @Override
    public boolean isOrdered(ApplicationId application) {
        long now = System.nanoTime();
        Answer known = answers.get(application);
        if (known != null && now - known.time() < MAX_AGE) {
            return known.isOrdered();
        }
        if (answers.size() >= MOST_ANSWERS) {
            answers.clear();
        }
        Answer answer =
                new Answer(subscriptions.destinations(application).stream().anyMatch(isOrdered), now);
        answers.put(application, answer);
        return answer.isOrdered();
    }
}
