package dev.sealpost.connector.credential;

import dev.sealpost.node.OwnerOnly;
import dev.sealpost.signature.SecretCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Tokens of connected accounts that a command hands over to the node in its data directory, encrypted: the node alone writes its
 * SQLite file.
 */
final class HandedOver {

    private static final String FOLDER = "connected-accounts";

    private final Path folder;
    private final SecretCipher cipher;

    /** @param data folder of the node's data */
    HandedOver(Path data, SecretCipher cipher) {
        this.folder = data.resolve(FOLDER);
        this.cipher = cipher;
    }

    void write(String credential, KeptTokens tokens) throws IOException {
        OwnerOnly.createFolder(folder);
        Path draft = folder.resolve(credential + ".new");
        Files.deleteIfExists(draft);
        OwnerOnly.write(draft, cipher.seal(tokens.bytes(), owner(credential)));
        Files.move(draft, folder.resolve(credential), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws CredentialException if the file cannot be read */
    Optional<KeptTokens> read(String credential) {
        try {
            byte[] sealed = Files.readAllBytes(folder.resolve(credential));
            return Optional.of(KeptTokens.read(cipher.openBytes(sealed, owner(credential))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CredentialException("the tokens of the connected account cannot be read: " + e);
        }
    }

    /**
     * Removes the tokens once they are in the database.
     *
     * @throws CredentialException if that fails: they would replace newer ones later
     */
    void remove(String credential) {
        try {
            Files.deleteIfExists(folder.resolve(credential));
        } catch (IOException e) {
            throw new CredentialException("the tokens of the connected account cannot be removed: " + e);
        }
    }

    private static String owner(String credential) {
        return "connected/" + credential;
    }
}
