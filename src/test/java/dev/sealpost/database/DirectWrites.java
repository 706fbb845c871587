package dev.sealpost.database;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Writes in a transaction of its own, on the calling thread. */
public final class DirectWrites implements Writes {

    private final DataSourceTransactionManager transactions;
    private final JdbcClient sql;
    private final Snapshots snapshots;

    DirectWrites(DataSource dataSource, Snapshots snapshots) {
        this.transactions = new DataSourceTransactionManager(dataSource);
        this.sql = JdbcClient.create(dataSource);
        this.snapshots = snapshots;
    }

    @Override
    public synchronized <T> T write(SqlWork<T> work) {
        TransactionStatus transaction = transactions.getTransaction(new DefaultTransactionDefinition());
        T result;
        try {
            result = work.run(sql);
        } catch (RuntimeException e) {
            transactions.rollback(transaction);
            throw e;
        }
        transactions.commit(transaction);
        snapshots.refresh(sql);
        return result;
    }
}
