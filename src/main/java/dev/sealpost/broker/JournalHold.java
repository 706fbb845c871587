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
 * Prevents the message and bindings journals from changing their existing files. Takes the same steps as Artemis when a
 * backup broker joins ({@code JournalStorageManager.startReplication}), but never waits while it holds a lock:
 * {@code forceMoveNextFile} would wait up to 10 s for appends that wait for that lock.
 */
final class JournalHold {

    private final JournalImpl bindings;
    private final JournalImpl messages;

    JournalHold(StorageManager storage) {
        this.bindings = (JournalImpl) storage.getBindingsJournal();
        this.messages = (JournalImpl) storage.getMessageJournal();
    }

    /** Stops the reuse and compaction of files, after waiting up to the timeout for a running one. */
    void preserve(Duration timeout) throws Exception {
        for (JournalImpl journal : List.of(bindings, messages)) {
            journal.replicationSyncPreserveOldFiles();
            // Moves on to a new file after waiting for reclaiming and compaction.
            journal.forceBackup((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Blocks appends and compaction. Waiting for the compaction of the message journal does not block publishers, so
     * that journal is locked last.
     */
    void lock() {
        bindings.synchronizationLock();
        messages.synchronizationLock();
    }

    /** Unlocks; call it on the thread that locked. */
    void unlock() {
        messages.synchronizationUnlock();
        bindings.synchronizationUnlock();
    }

    /**
     * Moves on to new files; call it between {@link #lock} and {@link #unlock}.
     *
     * @return the files with all appended records, unchanged until {@link #release}
     * @throws BrokerBusyException when a compaction ended since {@link #preserve}, which re-enables the reuse of files
     */
    List<Path> moveOn() throws Exception {
        List<Path> files = new ArrayList<>();
        for (JournalImpl journal : List.of(bindings, messages)) {
            if (journal.isAutoReclaim()) {
                throw new BrokerBusyException("The broker was compacting its journal; retry");
            }
            journal.forceBackup(0, TimeUnit.MILLISECONDS);
            for (JournalFile file : journal.getDataFiles()) {
                files.add(file.getFile().getJavaFile().toPath());
            }
        }
        return files;
    }

    /** Allows the broker to reuse and compact files again. */
    void release() {
        List.of(bindings, messages).forEach(Journal::replicationSyncFinished);
    }
}
