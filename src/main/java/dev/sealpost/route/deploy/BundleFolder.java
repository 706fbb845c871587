package dev.sealpost.route.deploy;

import dev.sealpost.deployment.Bundle;
import dev.sealpost.node.OwnerOnly;
import dev.sealpost.route.file.DeployedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** Folder in the data directory with the files of the deployment that this node uses. They are read once, after writing. */
final class BundleFolder {

    private static final String CANDIDATE = "candidate-";

    private final Path root;

    BundleFolder(Path root) {
        this.root = root;
    }

    /** Writes the files to a folder of the version, and removes those of other versions. */
    DeployedFiles write(long version, Bundle bundle) {
        try {
            FileSystemUtils.deleteRecursively(root);
            Path folder = root.resolve(Long.toString(version));
            write(folder, bundle);
            return DeployedFiles.read(version, folder);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Reads the files as {@link #write} does, and leaves nothing behind. */
    DeployedFiles candidate(Bundle bundle) {
        try {
            Path candidates = root.resolveSibling(root.getFileName() + "-check");
            OwnerOnly.createFolder(candidates);
            Path folder = Files.createTempDirectory(candidates, CANDIDATE);
            try {
                write(folder, bundle);
                return DeployedFiles.read(0, folder);
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static void write(Path folder, Bundle bundle) throws IOException {
        for (Map.Entry<String, String> file : bundle.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            OwnerOnly.createFolder(
                    folder.resolve(file.getKey().substring(0, file.getKey().lastIndexOf('/'))));
            OwnerOnly.createFile(path);
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
    }

    private UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException("The files of a deployment cannot be written to " + root + ": " + e, e);
    }
}
