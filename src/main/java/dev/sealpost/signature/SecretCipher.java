package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for storage with AES-256-GCM (NIST SP 800-38D). The owner is authenticated, so a secret copied to another
 * row cannot be decrypted there. Layout: 1 byte version, 12 bytes nonce, ciphertext and tag. Thread-safe.
 */
public final class SecretCipher {

    /** Length of an encryption key in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int HEADER_LENGTH = 1 + NONCE_LENGTH;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String keyPlace;
    private final List<SecretCipher> previous;

    /**
     * Creates a cipher with this key.
     *
     * @param key 32 bytes
     * @param keyPlace setting or file that holds the key, for messages
     * @throws IllegalArgumentException if the key has another length
     */
    public SecretCipher(byte[] key, String keyPlace) {
        this(key, keyPlace, List.of());
    }

    /** @param previous ciphers with keys that only decrypt */
    SecretCipher(byte[] key, String keyPlace, List<SecretCipher> previous) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("The encryption key in " + keyPlace + " must have " + KEY_LENGTH
                    + " bytes after base64 decoding; it has " + key.length + ".");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.keyPlace = keyPlace;
        this.previous = List.copyOf(previous);
    }

    /** Returns whether there are previous keys, which only decrypt. */
    public boolean hasPreviousKeys() {
        return !previous.isEmpty();
    }

    /**
     * Encrypts a secret of any length and binds it to its owner.
     *
     * @param owner owner of the secret, such as the id of an endpoint; required again to decrypt
     */
    public byte[] seal(byte[] secret, String owner) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, owner);
            byte[] sealed = Arrays.copyOf(new byte[] {VERSION}, HEADER_LENGTH + secret.length + TAG_LENGTH);
            System.arraycopy(nonce, 0, sealed, 1, NONCE_LENGTH);
            cipher.doFinal(secret, 0, secret.length, sealed, HEADER_LENGTH);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + owner + " cannot be encrypted: " + e.getMessage(), e);
        }
    }

    /**
     * Decrypts a secret of any length of this owner, with the key or a previous one.
     *
     * @throws IllegalStateException with a message for operators, if no key fits or the bytes were altered
     */
    public byte[] openBytes(byte[] sealed, String owner) {
        try {
            return openWithKey(sealed, owner);
        } catch (WrongKeyException e) {
            for (SecretCipher old : previous) {
                Optional<byte[]> secret = old.openIfFits(sealed, owner);
                if (secret.isPresent()) {
                    return secret.get();
                }
            }
            throw e;
        }
    }

    /**
     * Encrypts a secret again that a previous key encrypted.
     *
     * @return empty if the key itself decrypts it
     * @throws IllegalStateException if no key fits or the bytes were altered
     */
    public Optional<byte[]> renewed(byte[] sealed, String owner) {
        return openIfFits(sealed, owner).isPresent()
                ? Optional.empty()
                : Optional.of(seal(openBytes(sealed, owner), owner));
    }

    private Optional<byte[]> openIfFits(byte[] sealed, String owner) {
        try {
            return Optional.of(openWithKey(sealed, owner));
        } catch (WrongKeyException e) {
            return Optional.empty();
        }
    }

    private static final class WrongKeyException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        WrongKeyException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private byte[] openWithKey(byte[] sealed, String owner) {
        if (sealed.length <= HEADER_LENGTH + TAG_LENGTH || sealed[0] != VERSION) {
            throw new IllegalStateException("The stored secret of " + owner
                    + " has an unknown format: it was written by a newer Sealpost or is damaged.");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, HEADER_LENGTH), owner);
            return cipher.doFinal(sealed, HEADER_LENGTH, sealed.length - HEADER_LENGTH);
        } catch (AEADBadTagException e) {
            throw new WrongKeyException(
                    "The encryption key in " + keyPlace
                            + " is not the key that encrypted the stored secrets (or the secret of " + owner
                            + " was altered). Restore the old key.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + owner + " cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
        cipher.updateAAD(new byte[] {VERSION});
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
