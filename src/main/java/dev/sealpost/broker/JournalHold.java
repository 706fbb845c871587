package dev.sealpost.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.persistence.StorageManager;

/**
 * Keeps the journals of messages and bindings from changing the files they have. What is done here are the steps that Artemis
 * itself takes when a backup broker joins ({@code JournalStorageManager.startReplication}), except that nothing is waited for
 * while a lock is held: {@code forceMoveNextFile} would wait for appends that wait for that lock, until its 10 s are over.
 */
final class JournalHold {

    private final JournalImpl bindings;
    private final JournalImpl messages;

    JournalHold(StorageManager storage) {
        this.bindings = (JournalImpl) storage.getBindingsJournal();
        this.messages = (JournalImpl) storage.getMessageJournal();
    }

    /** From now on no file is used again or compacted; what is at it ends first, unless that takes longer than the patience. */
    void preserve(Duration patience) throws Exception {
        for (JournalImpl journal : List.of(bindings, messages)) {
            journal.replicationSyncPreserveOldFiles();
            // Goes on to a new file, and waits for those who reclaim or compact.
            journal.forceBackup((int) patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Returns when nothing is appended any more and nothing compacted. Waiting for the compaction of the messages stops nobody
     * who publishes, so theirs comes last.
     */
    void lock() {
        bindings.synchronizationLock();
        messages.synchronizationLock();
    }

    /** By the thread that locked. */
    void unlock() {
        messages.synchronizationUnlock();
        bindings.synchronizationUnlock();
    }

    /**
     * Goes on to new files; call it between {@link #lock} and {@link #unlock}.
     *
     * @return the files with all that was appended, which nobody touches until {@link #release}
     * @throws BrokerBusyException when a compaction has ended since {@link #preserve}: it allows the use of old files again
     */
    List<Path> moveOn() throws Exception {
        List<Path> files = new ArrayList<>();
        for (JournalImpl journal : List.of(bindings, messages)) {
            if (journal.isAutoReclaim()) {
                throw new BrokerBusyException("The broker was compacting its journal; try again");
            }
            journal.forceBackup(0, TimeUnit.MILLISECONDS);
            for (JournalFile file : journal.getDataFiles()) {
                files.add(file.getFile().getJavaFile().toPath());
            }
        }
        return files;
    }

    /** The broker may use its old files again. */
    void release() {
        List.of(bindings, messages).forEach(Journal::replicationSyncFinished);
    }
}
