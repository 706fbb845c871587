package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.broker.Broker;
import dev.sealpost.broker.BrokerBusyException;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.database.Database;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes backups of this node while it runs, one at a time. */
@Component
class BackUp implements Backups {

    private static final Logger LOG = LoggerFactory.getLogger(BackUp.class);

    private final BackupSettings settings;
    private final DataDirectory data;
    private final Database database;
    private final Broker broker;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private final BackupRecord record = new BackupRecord();

    BackUp(BackupSettings settings, DataDirectory data, Database database, Broker broker, Clock clock) {
        this.settings = settings;
        this.data = data;
        this.database = database;
        this.broker = broker;
        this.clock = clock;
    }

    @Override
    public Backup make() throws IOException, InterruptedException {
        EmbeddedBroker embedded = requireEmbedded();
        if (!running.compareAndSet(false, true)) {
            throw new BackupRefusedException(Reason.RUNNING, "Another backup is running; retry when it is done");
        }
        // On a platform thread, since copying would pin a virtual thread.
        FutureTask<Backup> work = new FutureTask<>(() -> {
            try {
                return make(embedded);
            } finally {
                running.set(false);
            }
        });
        Thread.ofPlatform().name("sealpost-backup").daemon().start(work);
        try {
            return work.get();
        } catch (ExecutionException e) {
            record.failed();
            switch (e.getCause()) {
                case BackupRefusedException refused -> throw refused;
                case BrokerBusyException busy ->
                    throw new BackupRefusedException(Reason.BUSY, String.valueOf(busy.getMessage()));
                case null, default -> {
                    LOG.error("backup.failed", e.getCause());
                    throw new IOException("The backup failed: " + e.getCause(), e);
                }
            }
        }
    }

    private Backup make(EmbeddedBroker embedded) throws Exception {
        long start = System.nanoTime();
        BackupFolders folders = folders();
        Backup backup = new WriteBackup(data, database, embedded, folders, clock).write();
        record.made(backup.manifest().finishedAt());
        folders.keepNewest(settings.keep());
        LOG.info(
                "backup.made folder={} bytes={} files={} stalledMs={} ms={}",
                backup.folder(),
                backup.manifest().bytes(),
                backup.manifest().files().size(),
                backup.manifest().stalledMs(),
                (System.nanoTime() - start) / 1_000_000);
        return backup;
    }

    @Override
    public List<Backup> list() throws IOException {
        return folders().list();
    }

    /** Results of the backups of this process. */
    BackupRecord record() {
        return record;
    }

    private BackupFolders folders() {
        return new BackupFolders(settings.directory(data.path()));
    }

    /**
     * @throws BackupRefusedException when broker or database are external
     */
    EmbeddedBroker requireEmbedded() {
        if (broker instanceof EmbeddedBroker embedded && database.isInDataDirectory()) {
            return embedded;
        }
        throw new BackupRefusedException(
                Reason.NOT_EMBEDDED,
                "Sealpost can back up only the broker and the database in the data directory. Use the tools of the external ones, first for the broker, then for the database: see docs/operations.md, With PostgreSQL");
    }
}
