package dev.sealpost.connector.credential;

import java.util.Optional;

/**
 * Reason why a credential, or the whole file, cannot be used; or a warning. It shows no secret.
 *
 * @param file name shown to operators
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param credential name; empty if the problem concerns the file
 * @param remedy action for the operator
 */
public record CredentialProblem(
        String file, int line, int column, Optional<String> credential, String reason, String remedy) {

    /** Returns the format of compilers: {@code file:line:column: reason; remedy}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line + ":" + column : "") + ": "
                + credential.map(name -> "credential " + name + ": ").orElse("") + reason + "; " + remedy;
    }
}
