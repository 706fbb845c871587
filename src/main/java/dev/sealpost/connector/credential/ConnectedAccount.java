package dev.sealpost.connector.credential;

import dev.sealpost.database.Database;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.signature.SecretCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/** Tokens of an account that its owner has authorized, to be kept for the nodes. A running node uses them when it needs a token. */
public final class ConnectedAccount {

    private final String credential;
    private final KeptTokens tokens;

    ConnectedAccount(String credential, KeptTokens tokens) {
        this.credential = credential;
        this.tokens = tokens;
    }

    /**
     * Keeps the tokens, encrypted: in the database that nodes share, or else in the data directory of the only node.
     *
     * @param data folder of the node's data
     * @param cipher with the key of the nodes
     * @throws CredentialException if they cannot be kept
     */
    public void keep(Database database, Path data, SecretCipher cipher) {
        try {
            if (database.isEmbedded()) {
                new HandedOver(data, cipher).write(credential, tokens);
            } else {
                write(database, cipher);
            }
        } catch (IOException | SQLException | DataAccessException e) {
            throw new CredentialException("the tokens of " + credential
                    + " cannot be kept: start a node of this version once, and connect again (" + FailureText.of(e)
                    + ")");
        }
    }

    private void write(Database database, SecretCipher cipher) throws SQLException {
        try (WriterSession session = database.openWriter()) {
            TokenRows.replace(session.client(), credential, tokens, new TokenRows.Sealing(cipher, session.dialect()));
            session.commit();
        }
    }
}
