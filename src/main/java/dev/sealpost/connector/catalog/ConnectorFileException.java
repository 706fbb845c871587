package dev.sealpost.connector.catalog;

/** Thrown if a file is no valid connector. The message says what is wrong. */
public final class ConnectorFileException extends RuntimeException {

    private final int line;
    private final int column;
    private final String remedy;

    /** @param line from 1; 0 if unknown */
    ConnectorFileException(int line, int column, String reason, String remedy) {
        super(reason);
        this.line = line;
        this.column = column;
        this.remedy = remedy;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public String remedy() {
        return remedy;
    }
}
