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
 * What a backup is, in the file {@value #FILE} of its folder, which is written last.
 *
 * @param format of the folder; this Sealpost knows {@value #FORMAT}
 * @param sealpost the version that made it
 * @param schema the newest migration of its database
 * @param brokerId the name of the broker, from which ids of messages without one are made
 * @param startedAt what was accepted before is in it
 * @param stalledMs how long publishers waited, in milliseconds
 * @param files all files of the folder but this one
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
        List<Entry> files) {

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
     * A file.
     *
     * @param path in the folder and, once restored, in the data directory, with {@code /}
     * @param sha256 of its bytes, in hexadecimal
     */
    public record Entry(String path, long bytes, String sha256) {}

    /** Of all files together. */
    public long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /** @throws BackupRefusedException when the folder has none, or one that this Sealpost does not understand */
    static Manifest of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BackupRefusedException(
                    Reason.UNFIT, folder + " is not a whole backup: it has no " + FILE + ", which is written last");
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (!json.isObject()) {
                throw new BackupRefusedException(Reason.UNFIT, file + " is damaged: it holds no object");
            }
            int format = json.path("format").asInt();
            if (format > FORMAT) {
                throw new BackupRefusedException(
                        Reason.UNFIT,
                        "The backup has the format " + format + ", and this Sealpost knows up to " + FORMAT
                                + "; restore it with the version that made it: "
                                + json.path("sealpost").asText());
            }
            return JSON.treeToValue(json, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new BackupRefusedException(Reason.UNFIT, file + " is damaged: " + e.getMessage());
        }
    }
}
