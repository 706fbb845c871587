package dev.sealpost.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationStore.Stored;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class ApplicationStoreTest {

    private final ApplicationDirectory directory = new ApplicationDirectory();
    private DirectWrites writes;
    private ApplicationStore store;

    @BeforeEach
    void open(TestDatabase database) {
        writes = database.writes(directory);
        store = new ApplicationStore(writes, database.reads(), ApplicationStores.audit(), Clock.systemUTC());
    }

    @OnDatabase
    void findsWhatItCreatedByIdAndByUid() {
        Application made =
                store.create(new Profile(Optional.of("acme"), "Acme", Map.of("plan", "gold"), Optional.of(10)));

        assertThat(store.find(made.id().value())).contains(made);
        assertThat(store.find("acme")).contains(made);
        assertThat(store.find("other")).isEmpty();
    }

    @OnDatabase
    void showsAChangeInMemory() {
        Application made = store.create(named("acme"));
        store.change("acme", old -> named("acme2"));

        assertThat(directory.find("acme")).isEmpty();
        assertThat(directory.find("acme2")).contains(made.id());
    }

    @OnDatabase
    void refusesAUidThatIsTaken() {
        store.create(named("acme"));
        Application other = store.create(named("other"));

        assertThatExceptionOfType(UidTakenException.class).isThrownBy(() -> store.create(named("acme")));
        assertThatExceptionOfType(UidTakenException.class)
                .isThrownBy(() -> store.change("other", old -> named("acme")));
        assertThat(store.find("other")).contains(other);
    }

    @OnDatabase
    void keepsItsOwnUid() {
        store.create(named("acme"));

        assertThat(store.change("acme", old -> named("acme"))).isPresent();
    }

    @OnDatabase
    void findsOrCreates() {
        Stored first = store.findOrCreate(named("acme"));
        Stored second =
                store.findOrCreate(new Profile(Optional.of("acme"), "Another name", Map.of(), Optional.empty()));

        assertThat(first.isNew()).isTrue();
        assertThat(second).isEqualTo(new Stored(first.application(), false));
    }

    @OnDatabase
    void forgetsWhatWasDeletedAndFreesItsUid() {
        Application made = store.create(named("acme"));

        delete(made);

        assertThat(store.find("acme")).isEmpty();
        assertThat(store.find(made.id().value())).isEmpty();
        assertThat(directory.find("acme")).isEmpty();
        assertThat(store.create(named("acme")).id()).isNotEqualTo(made.id());
    }

    @OnDatabase
    void changesNothingThatIsNotThere() {
        assertThat(store.change("nobody", old -> named("x"))).isEmpty();
    }

    @OnDatabase
    void listsInPagesForwardsAndBackwards() {
        List<Application> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(store.create(named("app-" + i)));
        }
        PageRequest start = new PageRequest(2, true, Optional.empty(), false);

        Page<Application> first = store.list(start);
        Page<Application> second = store.list(after(first, 2));
        Page<Application> third = store.list(after(second, 2));
        Page<Application> back = store.list(new PageRequest(
                2, true, Optional.of(ApplicationStore.position(third.items().getFirst())), true));

        List<Application> all = new ArrayList<>(first.items());
        all.addAll(second.items());
        all.addAll(third.items());
        assertThat(all).containsExactlyInAnyOrderElementsOf(made);
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
        assertThat(back.items()).isEqualTo(second.items());
    }

    private static PageRequest after(Page<Application> page, int limit) {
        return new PageRequest(
                limit, true, Optional.of(ApplicationStore.position(page.items().getLast())), false);
    }

    private void delete(Application application) {
        boolean done = writes.write(sql -> {
            store.delete(sql, application);
            return true;
        });
        assertThat(done).isTrue();
    }

    @OnDatabase
    void showsAPauseAtOnceAndKeepsItWhenSomethingElseChanges() {
        Application application = store.create(named("acme"));

        store.pause("acme", true);
        store.change("acme", old -> named("renamed"));
        boolean whilePaused = directory.isPaused(application.id());
        Application resumed = store.pause("renamed", false).orElseThrow();

        assertThat(whilePaused).isTrue();
        assertThat(resumed.paused()).isFalse();
        assertThat(directory.isPaused(application.id())).isFalse();
        assertThat(store.pause("nobody", true)).isEmpty();
    }

    private static Profile named(String uid) {
        return new Profile(Optional.of(uid), "Name of " + uid, Map.of(), Optional.empty());
    }

    @OnDatabase
    void recordsEachChangeInTheAuditLog(TestDatabase database) {
        Application made = store.create(named("audited"));
        String id = made.id().value();
        store.change(id, old -> named("renamed"));
        store.pause(id, true);
        store.pause(id, false);
        writes.write(sql -> {
            store.delete(sql, made);
            store.delete(sql, made);
            return true;
        });

        assertThat(database.reads()
                        .sql("SELECT action FROM audit_entry WHERE object_id = ? ORDER BY created_at")
                        .param(id)
                        .query(String.class)
                        .list())
                .containsExactly(
                        "application.create",
                        "application.update",
                        "application.pause",
                        "application.resume",
                        "application.delete");
        assertThat(database.reads()
                        .sql("SELECT state_before FROM audit_entry WHERE action = 'application.update'")
                        .query(String.class)
                        .single())
                .contains("audited");
    }
}
