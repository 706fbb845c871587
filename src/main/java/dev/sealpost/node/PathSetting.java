package dev.sealpost.node;

import java.beans.PropertyEditorSupport;
import java.net.URI;
import java.nio.file.Path;

/**
 * Reads a setting that names a file or a folder: relative to the folder the process was started in, as any command does.
 * Spring's own reading of a {@link Path} asks the web server first, which answers for its temporary document root.
 */
public final class PathSetting extends PropertyEditorSupport {

    private static final String FILE_URL = "file:/";

    @Override
    public void setAsText(String text) {
        setValue(of(text.strip()));
    }

    private static Path of(String text) {
        return text.startsWith(FILE_URL) ? Path.of(URI.create(text)) : Path.of(text);
    }
}
