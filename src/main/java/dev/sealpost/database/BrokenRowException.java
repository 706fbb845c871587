package dev.sealpost.database;

/** A row cannot be changed, since it holds what cannot be read, and would lose that. */
public final class BrokenRowException extends RuntimeException {

    /**
     * @param fault the columns, with the reasons
     * @param remedy what its user can do about it
     */
    public BrokenRowException(String what, String fault, String remedy) {
        super("the stored " + what + " cannot be read (" + fault + "); " + remedy
                + ", or mend its row in the database");
    }
}
