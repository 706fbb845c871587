package dev.sealpost.api;

import dev.sealpost.backup.Backup;
import dev.sealpost.backup.BackupRefusedException;
import dev.sealpost.backup.Backups;
import dev.sealpost.backup.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backups that take no time. */
public final class FakeBackups implements Backups {

    public static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private final List<Backup> made = new ArrayList<>();
    private Optional<BackupRefusedException.Reason> refusal = Optional.empty();

    public void refuse(BackupRefusedException.Reason reason) {
        refusal = Optional.of(reason);
    }

    @Override
    public Backup make() {
        Optional<BackupRefusedException.Reason> reason = refusal;
        refusal = Optional.empty();
        reason.ifPresent(given -> {
            throw new BackupRefusedException(given, "not now");
        });
        List<Manifest.FileEntry> files = List.of(
                new Manifest.FileEntry("sealpost.db", 4096, "aa"), new Manifest.FileEntry("api-token", 44, "bb"));
        Backup backup = new Backup(
                Path.of("/backups/" + made.size()),
                new Manifest(1, "1.0", 9, "broker", NOON, NOON.plusSeconds(7), 3, files));
        made.addFirst(backup);
        return backup;
    }

    @Override
    public List<Backup> list() {
        return List.copyOf(made);
    }
}
