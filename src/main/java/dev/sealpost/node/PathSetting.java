package dev.sealpost.node;

import java.beans.PropertyEditorSupport;
import java.net.URI;
import java.nio.file.Path;

/**
 * Converts a setting to a path relative to the working directory. The default conversion of Spring would resolve it in
 * the temporary document root of the web server.
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
