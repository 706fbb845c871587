package dev.sealpost.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = PackageTable.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Say nothing about what a class does, or something else than it means in Sealpost. */
    private static final Set<String> FORBIDDEN_WORDS = Set.of(
            "Job", "Task", "Hook", "Target", "Processor", "Manager", "Helper", "Util", "Utils", "Impl", "Common");

    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

    @ArchTest
    static final ArchRule importsPointUpTheTable =
            classes().that().resideOutsideOfPackage(PackageTable.ROOT).should(new ImportOnlyFromAbove());

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(PackageTable.ROOT + ".(**)").should().beFreeOfCycles();

    /** The table alone would let the recorder ask the gate. Only the delivery loop knows both. */
    @ArchTest
    static final ArchRule theRecorderDoesNotKnowTheGate = noClasses()
            .that()
            .resideInAPackage(PackageTable.DELIVERY_RECORD.packageName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PackageTable.DELIVERY_GATE.packageName());

    /** Parts that need each other are one part, or share a {@code Registry}. A valve is created before Spring MVC. */
    @ArchTest
    static final ArchRule nobodyIsAskedForLate = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(PackageTable.API_EDGE.packageName() + ".RefusePreflights")
            .and()
            .doNotHaveFullyQualifiedName(PackageTable.API.packageName() + ".ApiConfiguration")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.beans.factory.ObjectProvider");

    @ArchTest
    static final ArchRule everyPackageIsInTheTable = classes()
            .that()
            .resideOutsideOfPackage(PackageTable.ROOT)
            .should()
            .resideInAnyPackage(Arrays.stream(PackageTable.values())
                    .map(PackageTable::packageName)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule theRootHoldsTheMainClassOnly = classes()
            .that()
            .resideInAPackage(PackageTable.ROOT)
            .should()
            .haveFullyQualifiedName(PackageTable.ROOT + ".SealpostApplication");

    @ArchTest
    static final ArchRule onlyStoresSpeakSql = noClasses()
            .that()
            .resideOutsideOfPackages(
                    PackageTable.STORES.stream().map(PackageTable::packageName).toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = classes().should(new HaveNoForbiddenWord());

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().resideOutsideOfPackage(PackageTable.ROOT).should(new LiveInANullMarkedPackage());

    /** Waiting in production code is a schedule, a deadline or a condition, and each has a class of its own in the JDK. */
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "it is Thread.sleep or TimeUnit.sleep",
                    call -> call.getTarget().getName().equals("sleep")
                            && (call.getTargetOwner().isEquivalentTo(Thread.class)
                                    || call.getTargetOwner().isEquivalentTo(TimeUnit.class))));

    /**
     * What starts a thread of its own, with the reason why no {@code Background} can do it. Everything else would end in
     * silence at the first error.
     */
    private static final Map<String, String> OWN_THREADS = Map.ofEntries(
            Map.entry("node.BackgroundWork", "is the home of all others"),
            Map.entry("connector.kit.StandInVendor", "serves one conversation, whose requests show every failure"),
            Map.entry("node.WarmUp", "a thread for each step, whose failure is logged"),
            Map.entry("node.WarmUpTime", "threads of the steps, which get their failures"),
            Map.entry("command.TrainingNode", "ends its node when the command is interrupted"),
            Map.entry("node.FatalErrorHandler", "ends the process, whatever else works"),
            Map.entry("delivery.dispatch.DeliveryLoop", "ends the process itself when it cannot go on"),
            Map.entry("delivery.dispatch.Dispatcher", "a thread for each attempt, whose every error is an outcome"),
            Map.entry(
                    "delivery.dispatch.ParkNotUnderstood", "a thread for each message, which goes back when it fails"),
            Map.entry("database.DatabaseHealthIndicator", "a thread for each question, whose failure is the answer"),
            Map.entry("backup.BackUp", "a thread for each backup; who asked for it gets its failure"),
            Map.entry("broker.TakeJournalImage", "a thread for each image; who asked for it gets its failure"),
            Map.entry("egress.Deadlines", "catches every error of every sweep; without it no deadline holds"),
            Map.entry("egress.GuardedDnsResolver", "a pool for look-ups; who asked gets their failures"),
            Map.entry(
                    "transform.RunPlaces",
                    "a thread for each run of customers' code; who asked for it gets its failure"),
            Map.entry(
                    "route.check.WatchedCheck", "a thread for each check, left behind where Camel does not come back"),
            Map.entry("source.poll.PollLease", "a thread for each round, which goes on whatever a renewal throws"),
            Map.entry("source.poll.PollLoop", "has a state of its own for each poll, which says what failed"));

    @ArchTest
    static final ArchRule nobodyStartsAThreadBeside = noClasses()
            .that(DescribedPredicate.describe("have no reason to", type -> !OWN_THREADS.containsKey(outermost(type))))
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "it starts a thread or makes an executor",
                    call -> startsAThread(call.getTargetOwner(), call.getName())))
            .orShould()
            .callConstructorWhere(DescribedPredicate.describe(
                    "it makes a thread, a timer or an executor", call -> isAThread(call.getTargetOwner())));

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(PackageTable.ROOT.length() + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static boolean startsAThread(JavaClass owner, String method) {
        return owner.isEquivalentTo(Executors.class)
                || (owner.isEquivalentTo(Thread.class)
                        && Set.of("ofVirtual", "ofPlatform", "startVirtualThread", "start")
                                .contains(method))
                || (owner.isEquivalentTo(CompletableFuture.class) && method.endsWith("Async"));
    }

    private static boolean isAThread(JavaClass type) {
        return type.isAssignableTo(Thread.class)
                || type.isAssignableTo(Timer.class)
                || type.isAssignableTo(ExecutorService.class)
                || type.isAssignableTo("org.springframework.core.task.TaskExecutor")
                || type.isAssignableTo("org.springframework.scheduling.TaskScheduler");
    }

    /** A caller in another package would compile, and fail when it runs. */
    @ArchTest
    static final ArchRule publicMethodsShowPublicTypesOnly =
            classes().that().arePublic().should(new ShowPublicTypesOnly());

    @ArchTest
    static final ArchRule nothingIsScheduledByAnnotation = noMethods()
            .should()
            .beAnnotatedWith("org.springframework.scheduling.annotation.Scheduled")
            .orShould()
            .beAnnotatedWith("org.springframework.scheduling.annotation.Async");

    @Test
    void knowsAForbiddenWordInsideAName() {
        Assertions.assertThat(forbiddenWordsOf("RetryJobFactory")).containsExactly("Job");
        Assertions.assertThat(forbiddenWordsOf("WebhookRoute")).isEmpty();
        Assertions.assertThat(forbiddenWordsOf("HTTPUtils")).containsExactly("Utils");
    }

    private static Set<String> forbiddenWordsOf(String name) {
        Set<String> found = new TreeSet<>();
        WORD.matcher(name)
                .results()
                .map(match -> match.group())
                .filter(FORBIDDEN_WORDS::contains)
                .forEach(found::add);
        return found;
    }

    private static int placeOf(JavaClass type) {
        return PackageTable.of(type.getPackageName()).orElseThrow().ordinal();
    }

    private static final class ImportOnlyFromAbove extends ArchCondition<JavaClass> {

        ImportOnlyFromAbove() {
            super("import only from packages above their own in the table");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith(PackageTable.ROOT + "."))
                    .filter(dependency -> placeOf(dependency.getTargetClass()) > placeOf(type))
                    .forEach(dependency ->
                            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }
    }

    private static final class HaveNoForbiddenWord extends ArchCondition<JavaClass> {

        HaveNoForbiddenWord() {
            super("have none of the words " + FORBIDDEN_WORDS + " in their names");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            forbiddenWordsOf(type.getSimpleName())
                    .forEach(word ->
                            events.add(SimpleConditionEvent.violated(type, type.getName() + " has the word " + word)));
        }
    }

    private static final class ShowPublicTypesOnly extends ArchCondition<JavaClass> {

        ShowPublicTypesOnly() {
            super("have public methods whose parameters and result are public types");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                    .filter(method -> !isAccessor(method))
                    .forEach(method -> Stream.concat(
                                    method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                            .map(JavaClass::getBaseComponentType)
                            .filter(shown -> !shown.isPrimitive()
                                    && !shown.getModifiers().contains(JavaModifier.PUBLIC))
                            .forEach(shown -> events.add(SimpleConditionEvent.violated(
                                    method, method.getFullName() + " shows " + shown.getName()))));
        }
    }

    /** Returns whether the method reads a component of a record, which Java makes public. */
    private static boolean isAccessor(JavaMethod method) {
        return method.getOwner().isRecord()
                && method.getRawParameterTypes().isEmpty()
                && method.getOwner().tryGetField(method.getName()).isPresent();
    }

    private static final class LiveInANullMarkedPackage extends ArchCondition<JavaClass> {

        LiveInANullMarkedPackage() {
            super("live in a package whose package-info says @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(type, home.getName() + " is not @NullMarked"));
            }
        }
    }
}
