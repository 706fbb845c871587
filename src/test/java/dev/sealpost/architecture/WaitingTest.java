package dev.sealpost.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.AbstractDurationAssert;
import org.awaitility.core.ConditionFactory;

/** Tests wait for conditions. What waits for a span of time, or limits one, is listed with its reason. */
@AnalyzeClasses(packages = PackageTable.ROOT, importOptions = OnlyIncludeTests.class)
class WaitingTest {

    private static final Map<String, String> WAIT_FOR_TIME = Map.ofEntries(
            Map.entry("bench.HttpFeed", "keeps to a rate"),
            Map.entry("bench.JmsFeed", "keeps to a rate"),
            Map.entry("bench.Meter", "measures over a window of time"),
            Map.entry("bench.ReceiverProcess", "polls for the file of a process that may end instead"),
            Map.entry("scenario.Arrivals", "polls, and leaves it to the test to judge what has arrived"),
            Map.entry("scenario.BrokerPairTest", "lets what came back wait, and sees that it goes on waiting"),
            Map.entry("scenario.FrozenNodeTest", "the time for which a node is frozen"),
            Map.entry("scenario.FsyncBeforeAcceptedTest", "polls for strace, which may end instead"),
            Map.entry("scenario.HostileReceiver", "drips"),
            Map.entry("scenario.Hostility", "a reset overtakes what was sent before it"),
            Map.entry("scenario.LedgerCatchesLossTest", "polls for a port"),
            Map.entry("scenario.NothingLostTest", "kills at a random time within a start"),
            Map.entry("scenario.OpenLoop", "keeps to a rate"),
            Map.entry("scenario.Receiver", "answers late, drips, and sees that nothing arrives for a while"),
            Map.entry("scenario.SealpostProcess", "polls, and has the method for the scenarios of this list"),
            Map.entry("scenario.Sender", "a client that waits before it sends again"),
            Map.entry("scenario.VolumeTest", "measures over a window of time"));

    private static final Map<String, String> LIMIT_TIME = Map.ofEntries(
            Map.entry("attempt.DecideTest", "the duration is computed, not measured"),
            Map.entry("broker.ExternalBrokerTest", "a refusal does not wait for the send timeout"),
            Map.entry("broker.JournalImageTest", "an image holds the broker up for a moment only"),
            Map.entry("scenario.HostileReceiversTest", "the deadline of an attempt holds"),
            Map.entry("scenario.SharedBrokerFaultsTest", "a refusal does not wait for the send timeout"));

    @ArchTest
    static final ArchRule testsWaitForConditions = noClasses()
            .that(haveNoReasonIn(WAIT_FOR_TIME))
            .should()
            .callMethodWhere(DescribedPredicate.describe("it waits for a span of time", WaitingTest::waitsForTime));

    /** A machine may be slow: a limit on measured time fails there although nothing is wrong. */
    @ArchTest
    static final ArchRule testsLimitNoMeasuredTime = noClasses()
            .that(haveNoReasonIn(LIMIT_TIME))
            .should()
            .callMethodWhere(DescribedPredicate.describe("it limits a duration", WaitingTest::limitsTime));

    private static boolean waitsForTime(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return switch (call.getName()) {
            case "sleep" -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
            case "parkNanos", "parkUntil" -> owner.isEquivalentTo(LockSupport.class);
            case "pollDelay" -> owner.isEquivalentTo(ConditionFactory.class);
            case "run" ->
                owner.getSimpleName().equals("SealpostProcess")
                        && call.getTarget().getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Duration.class));
            default -> false;
        };
    }

    private static boolean limitsTime(JavaMethodCall call) {
        return call.getTargetOwner().isAssignableTo(AbstractDurationAssert.class)
                && Set.of("isLessThan", "isLessThanOrEqualTo", "isBetween", "isStrictlyBetween", "isCloseTo")
                        .contains(call.getName());
    }

    private static DescribedPredicate<JavaClass> haveNoReasonIn(Map<String, String> reasons) {
        return DescribedPredicate.describe("have no reason to", type -> !reasons.containsKey(outermost(type)));
    }

    private static String outermost(JavaClass type) {
        return type.getName().substring(PackageTable.ROOT.length() + 1).replaceAll("\\$.*", "");
    }
}
