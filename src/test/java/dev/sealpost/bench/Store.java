package dev.sealpost.bench;

import dev.sealpost.scenario.Installation;

/** Database of a measured Sealpost. */
sealed interface Store {

    /** As the table calls it. */
    String name();

    void configure(Installation installation);

    /** The embedded default. */
    record Sqlite() implements Store {

        @Override
        public String name() {
            return "sqlite";
        }

        @Override
        public void configure(Installation installation) {
            // Without settings it is SQLite.
        }
    }

    /** A server of its own, on this machine. */
    record PostgreSql(String url) implements Store {

        @Override
        public String name() {
            return "postgresql";
        }

        @Override
        public void configure(Installation installation) {
            installation
                    .set("SEALPOST_DATABASE_URL", url)
                    .set("SEALPOST_DATABASE_USER", "postgres")
                    .set("SEALPOST_DATABASE_PASSWORD", "postgres");
        }
    }
}
