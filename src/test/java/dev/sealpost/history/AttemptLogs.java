package dev.sealpost.history;

import dev.sealpost.database.TestDatabase;

/** The log of attempts for the tests of other packages. */
public final class AttemptLogs {

    private AttemptLogs() {}

    public static AttemptLog of(TestDatabase database) {
        return new AttemptLog(database.reads(), database.database());
    }
}
