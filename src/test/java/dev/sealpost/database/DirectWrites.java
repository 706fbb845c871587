package dev.sealpost.database;

import java.sql.SQLException;

/** Writes in a transaction of its own, on the calling thread. */
public final class DirectWrites implements Writes {

    private final WriterSession session;
    private final Snapshots snapshots;
    private int transactions;

    DirectWrites(WriterSession session, Snapshots snapshots) {
        this.session = session;
        this.snapshots = snapshots;
    }

    @Override
    public <T> T write(SqlWork<T> work) {
        synchronized (session) {
            try {
                T result = run(work);
                transactions++;
                snapshots.refresh(session);
                session.commit();
                return result;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private <T> T run(SqlWork<T> work) throws SQLException {
        try {
            T result = work.run(session.client());
            session.commit();
            return result;
        } catch (RuntimeException e) {
            session.rollback();
            throw e;
        }
    }

    /** Returns the number of commits. */
    public int transactions() {
        synchronized (session) {
            return transactions;
        }
    }
}
