package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.backup.Backup;
import dev.sealpost.backup.Backups;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /backup}: backups of the data directory of this node. */
@RestController
@RequestMapping("/api/v1/backup")
class BackupController {

    private final Backups backups;

    BackupController(Backups backups) {
        this.backups = backups;
    }

    /**
     * Backup in an answer.
     *
     * @param folder on the node
     * @param startedAt events accepted before are included
     * @param stalledMs time publishers were blocked, in milliseconds
     * @param files number of files
     * @param bytes total size
     */
    record BackupOut(String folder, Instant startedAt, Instant finishedAt, long stalledMs, int files, long bytes) {

        static BackupOut of(Backup backup) {
            return new BackupOut(
                    backup.folder().toString(),
                    backup.manifest().startedAt(),
                    backup.manifest().finishedAt(),
                    backup.manifest().stalledMs(),
                    backup.manifest().files().size(),
                    backup.manifest().bytes());
        }
    }

    /** Creates a backup; answers when it is on disk. */
    @Operation(needs = Permission.OPERATE, summary = "Make a backup")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    BackupOut make(HttpServletRequest request) throws IOException, InterruptedException {
        IdempotencyHeader.refuse(request);
        return BackupOut.of(backups.make());
    }

    /** Lists the backups in the backup directory, newest first. */
    @Operation(needs = Permission.VIEW, summary = "List the backups")
    @GetMapping
    ListResponse<BackupOut> list() throws IOException {
        return ListResponse.whole(backups.list().stream().map(BackupOut::of).toList());
    }
}
