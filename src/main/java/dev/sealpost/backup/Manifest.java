package dev.sealpost.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sealpost.backup.BackupRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Description of a backup, in the file {@value #FILE} of its folder, which is written last.
 *
 * @param format version of the folder format; this version supports {@value #FORMAT}
 * @param sealpost version that made the backup
 * @param schema the newest migration of its database
 * @param brokerId id of the broker, from which ids of messages without one are derived
 * @param startedAt events accepted before are included
 * @param stalledMs time publishers were blocked, in milliseconds
 * @param files all files of the folder except the manifest
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        int format,
        String sealpost,
        int schema,
        String brokerId,
        Instant startedAt,
        Instant finishedAt,
        long stalledMs,
        List<FileEntry> files) {

    static final String FILE = "manifest.json";
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * File of a backup.
     *
     * @param path relative to the folder and to the restored data directory, with {@code /}
     * @param sha256 of the file in hexadecimal
     */
    public record FileEntry(String path, long bytes, String sha256) {}

    /** Total size of all files in bytes. */
    public long bytes() {
        return files.stream().mapToLong(FileEntry::bytes).sum();
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /**
     * @throws BackupRefusedException when the folder has no manifest, or one that this version cannot read
     */
    static Manifest of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BackupRefusedException(
                    Reason.UNFIT, folder + " is not a complete backup: it has no " + FILE + ", which is written last");
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (!json.isObject()) {
                throw new BackupRefusedException(Reason.UNFIT, file + " is damaged: it is not a JSON object");
            }
            int format = json.path("format").asInt();
            if (format > FORMAT) {
                throw new BackupRefusedException(
                        Reason.UNFIT,
                        "The backup has the format " + format + ", but this version supports up to " + FORMAT
                                + "; restore it with the version that made it: "
                                + json.path("sealpost").asText());
            }
            return JSON.treeToValue(json, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new BackupRefusedException(Reason.UNFIT, file + " is damaged: " + e.getMessage());
        }
    }
}
