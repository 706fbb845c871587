package dev.sealpost.alert;

import dev.sealpost.node.FailureGuard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates every rule and publishes changes of its alert once. */
public final class WatchRules {

    private static final Logger LOG = LoggerFactory.getLogger(WatchRules.class);

    private final List<Rule> rules;
    private final AlertRows rows;
    private final PublishAlert publish;
    private final Duration resolveAfter;
    private final Clock clock;
    private final Map<String, Boolean> firing = new ConcurrentHashMap<>();

    /** @param clock clock of this machine, for the rules; alerts use the clock of their rows */
    WatchRules(List<Rule> rules, AlertRows rows, PublishAlert publish, Duration resolveAfter, Clock clock) {
        this.rules = List.copyOf(rules);
        this.rows = rows;
        this.publish = publish;
        this.resolveAfter = resolveAfter;
        this.clock = clock;
        rules.forEach(rule -> firing.put(rule.name(), false));
    }

    /** Returns whether each alert is firing, as far as this node knows, by rule name. */
    public Map<String, Boolean> firing() {
        return new LinkedHashMap<>(firing);
    }

    /** Evaluates all rules; one that fails keeps its status. Called by one thread. */
    void look() {
        for (Rule rule : rules) {
            FailureGuard.run(
                    () -> look(rule, clock.instant()),
                    e -> LOG.warn("alert.not-checked alert={} reason={}", rule.name(), e.toString()));
        }
    }

    private void look(Rule rule, Instant now) {
        Rule.Evaluation evaluation = rule.evaluate().apply(now);
        AlertStatus before = rows.find(rule);
        AlertStatus after = before.after(evaluation.isBroken(), rows.now(), resolveAfter);
        firing.put(rule.name(), after.isFiring());
        if (after.equals(before)) {
            return;
        }
        if (after.isFiring() != before.isFiring()) {
            if (after.isFiring()) {
                LOG.warn("alert.fired alert={} text={}", rule.name(), evaluation.text());
            } else {
                LOG.info("alert.resolved alert={} text={}", rule.name(), evaluation.text());
            }
            // Published before it is stored: after a crash in between, the same event is published again.
            publish.publish(rule, after, evaluation);
        }
        rows.change(rule, before, after);
    }
}
