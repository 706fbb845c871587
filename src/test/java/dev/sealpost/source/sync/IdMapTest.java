package dev.sealpost.source.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.source.webhook.Version;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

class IdMapTest {

    private static final Direction RIGHTWARD = new Direction("contacts", "left", "right");
    private static final Direction LEFTWARD = new Direction("contacts", "right", "left");
    private static final ConflictRule NEWEST = new ConflictRule.Newest();

    private static IdMap map(TestDatabase database) {
        return new IdMap(database.writes(), database.reads(), database.leaseHolder("run"));
    }

    private static ContentState state(String content, int version) {
        return new ContentState(Optional.of(content), Version.parse(Integer.toString(version)));
    }

    private static Change left(String id, String content, int version) {
        return new Change(RIGHTWARD, id, state(content, version), false);
    }

    private static Change right(String id, String content, int version) {
        return new Change(LEFTWARD, id, state(content, version), false);
    }

    private static Change deleted(Direction direction, String id) {
        return new Change(direction, id, ContentState.UNKNOWN, true);
    }

    private static SyncDecision receive(IdMap map, Change change) {
        return map.receive(change, Optional.empty()).decision();
    }

    /** L1 and R1 are one record, and both have the content a. */
    private static IdMap inStep(TestDatabase database) {
        IdMap map = map(database);
        Change created = left("L1", "a", 1);
        receive(map, created);
        map.written(created, "R1", state("a", 5));
        return map;
    }

    @OnDatabase
    void createsOnceAndThenUpdates(TestDatabase database) {
        IdMap map = map(database);

        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.CREATE);
        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.CREATE);
        map.written(left("L1", "a", 1), "R1", state("a", 5));

        assertThat(map.receive(left("L1", "b", 2), Optional.empty()))
                .isEqualTo(new IdMap.Receipt(SyncDecision.UPDATE, Optional.of("R1")));
        assertThat(map.targetId(right("R1", "a", 5))).contains("L1");
    }

    @OnDatabase
    void recognisesWhatItWroteItself(TestDatabase database) {
        IdMap map = inStep(database);

        assertThat(receive(map, right("R1", "a", 5))).isEqualTo(SyncDecision.ECHO);
        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.ECHO);
        assertThat(map.isKnownVersion(right("R1", "a", 5))).isTrue();
    }

    @OnDatabase
    void passesAChangeOfAUserWhateverItsTime(TestDatabase database) {
        IdMap map = inStep(database);

        // In the second of our own write.
        assertThat(receive(map, right("R1", "b", 5))).isEqualTo(SyncDecision.UPDATE);
        assertThat(receive(map, right("R1", "b", 6))).isEqualTo(SyncDecision.UPDATE);
        assertThat(map.isKnownVersion(right("R1", "b", 5))).isFalse();
        // The content of our own write, but a later version: a change back, if another change is on its way.
        assertThat(map.isKnownVersion(right("R1", "a", 6))).isFalse();
    }

    @OnDatabase
    void dropsAnEarlierEchoThatComesLate(TestDatabase database) {
        IdMap map = inStep(database);
        map.written(left("L1", "b", 2), "R1", state("b", 6));

        assertThat(receive(map, right("R1", "a", 5))).isEqualTo(SyncDecision.STALE);
        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.STALE);
        assertThat(receive(map, right("R1", "b", 6))).isEqualTo(SyncDecision.ECHO);
    }

    @OnDatabase
    void isNotSetBackByAnEarlierWriteThatIsRecordedLate(TestDatabase database) {
        IdMap map = inStep(database);
        map.written(left("L1", "b", 2), "R1", state("b", 6));

        map.written(left("L1", "a", 1), "R1", state("a", 5));

        assertThat(receive(map, right("R1", "b", 6))).isEqualTo(SyncDecision.ECHO);
        assertThat(receive(map, left("L1", "b", 2))).isEqualTo(SyncDecision.ECHO);
    }

    /** Nothing counts as done before the other system has it. */
    @OnDatabase
    void decidesTheSameAgainAfterACrash(TestDatabase database) {
        inStep(database);

        assertThat(receive(map(database), left("L1", "b", 2))).isEqualTo(SyncDecision.UPDATE);
        assertThat(receive(map(database), left("L1", "b", 2))).isEqualTo(SyncDecision.UPDATE);
        assertThat(map(database).compare(left("L1", "b", 2), "R1", state("b", 6), NEWEST))
                .as("written before the crash")
                .isEqualTo(SyncDecision.SAME);
        assertThat(receive(map(database), left("L1", "b", 2))).isEqualTo(SyncDecision.ECHO);
    }

    /** The copy of L1 in the other system carries its key, so it is known although the crash came before the link. */
    @OnDatabase
    void knowsACopyByItsKey(TestDatabase database) {
        IdMap map = map(database);
        receive(map, left("L1", "a", 1));

        IdMap.Receipt receipt = map.receive(right("R1", "a", 5), Optional.of("left:L1"));

        assertThat(receipt).isEqualTo(new IdMap.Receipt(SyncDecision.UPDATE, Optional.of("L1")));
        assertThat(map.compare(right("R1", "a", 5), "L1", state("a", 1), NEWEST))
                .isEqualTo(SyncDecision.SAME);
        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.ECHO);
    }

    @OnDatabase
    void takesACopiedOrUnknownKeyForNone(TestDatabase database) {
        IdMap map = inStep(database);

        assertThat(map.receive(right("R2", "a", 9), Optional.of("left:L1")).decision())
                .as("a copy that a user made of R1")
                .isEqualTo(SyncDecision.CREATE);
        assertThat(map.receive(right("R3", "a", 9), Optional.of("left:L9")).decision())
                .isEqualTo(SyncDecision.CREATE);
        assertThat(map.receive(right("R4", "a", 9), Optional.of("other")).decision())
                .isEqualTo(SyncDecision.CREATE);
    }

    @OnDatabase
    void makesTwoRecordsOneThatBothSystemsHadBefore(TestDatabase database) {
        IdMap map = map(database);
        receive(map, left("L1", "a", 1));
        receive(map, right("R1", "b", 2));

        map.link(left("L1", "a", 1), "R1");
        map.link(right("R1", "b", 2), "L1");

        assertThat(map.find("contacts", "left", "L1")).hasSize(2).isEqualTo(map.find("contacts", "right", "R1"));
        assertThat(map.compare(left("L1", "a", 1), "R1", state("b", 2), NEWEST)).isEqualTo(SyncDecision.CONFLICT);
        assertThat(map.compare(right("R1", "b", 2), "L1", state("a", 1), NEWEST))
                .isEqualTo(SyncDecision.UPDATE);
    }

    /** So that two nodes that link the same pair at once, one from each side, do not swap the records. */
    @OnDatabase
    void keepsTheSmallerRecordIdFromWhicheverSideItLinks(TestDatabase database) {
        IdMap map = map(database);
        database.change(sql -> sql.sql("""
                        INSERT INTO id_map (map, system, external_id, record_id, changed_at)
                        VALUES ('contacts', 'left', 'L1', 'a', 1), ('contacts', 'right', 'R1', 'b', 1),
                            ('contacts', 'left', 'L2', 'd', 1), ('contacts', 'right', 'R2', 'c', 1)
                        """).update());

        map.link(left("L1", "a", 1), "R1");
        map.link(left("L2", "a", 1), "R2");

        assertThat(map.find("contacts", "right", "R1"))
                .extracting(MappedRecord::recordId)
                .containsOnly("a");
        assertThat(map.find("contacts", "left", "L2"))
                .extracting(MappedRecord::recordId)
                .containsOnly("c");
    }

    @OnDatabase
    void linksARecordWithOneOtherOnly(TestDatabase database) {
        IdMap map = inStep(database);
        receive(map, left("L2", "a", 1));
        receive(map, right("R2", "a", 1));

        assertThatThrownBy(() -> map.link(left("L2", "a", 1), "R1"))
                .isInstanceOfSatisfying(
                        ReceiverFailure.class,
                        failure -> assertThat(failure.outcome())
                                .isInstanceOfSatisfying(
                                        Failed.class,
                                        failed -> assertThat(failed.isFinal()).isTrue()))
                .hasMessageContaining("left:L2")
                .hasMessageContaining("right:R1");
        assertThatThrownBy(() -> map.link(left("L1", "a", 1), "R2")).isInstanceOf(ReceiverFailure.class);
        assertThatThrownBy(() -> map.link(left("L1", "a", 1), "R3")).hasMessageContaining("right:R1");
        assertThat(map.find("contacts", "left", "L1")).hasSize(2);
        assertThat(map.find("contacts", "left", "L2")).hasSize(1);
    }

    @OnDatabase
    void linksNoRecordsThatAThirdSystemKnowsAsTwo(TestDatabase database) {
        IdMap map = map(database);
        Change left = new Change(new Direction("contacts", "left", "third"), "L1", state("a", 1), false);
        Change right = new Change(new Direction("contacts", "right", "third"), "R1", state("a", 1), false);
        receive(map, left);
        map.link(left, "T1");
        receive(map, right);
        map.link(right, "T2");

        assertThatThrownBy(() -> map.link(left("L1", "a", 1), "R1"))
                .isInstanceOf(ReceiverFailure.class)
                .hasMessageContaining("right:R1 is linked with another record");
        assertThat(map.find("contacts", "left", "L1")).hasSize(2);
    }

    @OnDatabase
    void isUniqueBothWaysInTheDatabaseItself(TestDatabase database) {
        inStep(database);
        IdMapRows rows = new IdMapRows(database.dialect().now());
        String record = map(database).find("contacts", "left", "L1").getFirst().recordId();

        assertThat(database.<Boolean>change(sql -> rows.insert(sql, "contacts", "left", "L9", record)))
                .isFalse();
        assertThat(database.<Boolean>change(sql -> rows.insert(sql, "contacts", "left", "L1", "other")))
                .isFalse();
        database.change(sql -> rows.insert(sql, "contacts", "left", "L9", "other"));
        assertThatThrownBy(() -> database.change(sql -> {
                    rows.merge(sql, "contacts", "other", record);
                    return record;
                }))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("id_map");
    }

    @OnDatabase
    void passesADeleteOnAndSuppressesItsEcho(TestDatabase database) {
        IdMap map = inStep(database);
        Change delete = deleted(RIGHTWARD, "L1");

        assertThat(map.receive(delete, Optional.empty()))
                .isEqualTo(new IdMap.Receipt(SyncDecision.DELETE, Optional.of("R1")));
        assertThat(receive(map, delete)).as("after a crash").isEqualTo(SyncDecision.DELETE);
        map.deleted(delete);

        assertThat(receive(map, deleted(LEFTWARD, "R1"))).isEqualTo(SyncDecision.DELETED);
        assertThat(receive(map, delete)).isEqualTo(SyncDecision.DELETED);
        assertThat(map.isKnownVersion(deleted(LEFTWARD, "R1"))).isTrue();
    }

    @OnDatabase
    void resurrectsNothing(TestDatabase database) {
        IdMap map = inStep(database);
        map.deleted(deleted(RIGHTWARD, "L1"));

        assertThat(receive(map, left("L1", "b", 9))).isEqualTo(SyncDecision.DELETED);
        assertThat(receive(map, right("R1", "b", 9))).isEqualTo(SyncDecision.DELETED);
        assertThat(map.compare(left("L1", "b", 9), "R1", state("a", 1), NEWEST)).isEqualTo(SyncDecision.DELETED);

        assertThat(map.unlink("contacts", "right", "R1")).isEqualTo(2);
        assertThat(receive(map, left("L1", "b", 9))).isEqualTo(SyncDecision.CREATE);
    }

    @OnDatabase
    void remembersTheDeleteOfARecordThatItNeverSaw(TestDatabase database) {
        IdMap map = map(database);

        assertThat(receive(map, deleted(RIGHTWARD, "L1"))).isEqualTo(SyncDecision.DELETED);
        assertThat(receive(map, left("L1", "a", 1))).isEqualTo(SyncDecision.DELETED);
    }

    @OnDatabase
    void letsOneOfTwoChangesWinFromBothSides(TestDatabase database) {
        IdMap map = inStep(database);
        Change left = left("L1", "l", 8);
        Change right = right("R1", "r", 9);

        assertThat(map.compare(left, "R1", right.state(), NEWEST)).isEqualTo(SyncDecision.CONFLICT);
        assertThat(map.compare(right, "L1", left.state(), NEWEST)).isEqualTo(SyncDecision.UPDATE);
        ConflictRule truth = new ConflictRule.SourceOfTruth("left");
        assertThat(map.compare(left, "R1", right.state(), truth)).isEqualTo(SyncDecision.UPDATE);
        assertThat(map.compare(right, "L1", left.state(), truth)).isEqualTo(SyncDecision.CONFLICT);
        assertThat(map.counts().of(SyncDecision.CONFLICT)).isEqualTo(2);
    }
}
