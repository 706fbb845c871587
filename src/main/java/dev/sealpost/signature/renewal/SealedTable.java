package dev.sealpost.signature.renewal;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Table with encrypted columns. Each package declares its own as beans.
 *
 * @param key column of text that is the primary key
 */
public record SealedTable(String name, String key, List<SealedColumn> columns) {

    /**
     * Encrypted column.
     *
     * @param owner owner of the encrypted value in a row with this key
     */
    public record SealedColumn(String name, UnaryOperator<String> owner) {}

    public SealedTable {
        columns = List.copyOf(columns);
    }
}
