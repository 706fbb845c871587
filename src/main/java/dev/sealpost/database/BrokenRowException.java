package dev.sealpost.database;

/** Thrown when a row cannot be changed because it has unreadable columns, which would be lost. */
public final class BrokenRowException extends RuntimeException {

    /**
     * @param fault the columns with the reasons
     * @param remedy what the user can do
     */
    public BrokenRowException(String what, String fault, String remedy) {
        super("the stored " + what + " cannot be read (" + fault + "); " + remedy
                + ", or repair its row in the database");
    }
}
