package dev.sealpost.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for storage with AES-256-GCM (NIST SP 800-38D), bound to what they belong to, so that a sealed secret
 * copied to another row does not open there. Layout: one byte of version, 12 bytes of nonce, then the ciphertext with its
 * tag. Threads may share it.
 */
public final class SecretCipher {

    /** Bytes of an encryption key. */
    public static final int KEY_LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int HEADER_LENGTH = 1 + NONCE_LENGTH;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String keyPlace;

    /**
     * Seals with this key.
     *
     * @param key 32 bytes
     * @param keyPlace where the operator keeps the key, for messages: a setting or a file
     * @throws IllegalArgumentException when the key has another length
     */
    public SecretCipher(byte[] key, String keyPlace) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("The encryption key in " + keyPlace + " must have " + KEY_LENGTH
                    + " bytes after base64 decoding; it has " + key.length + ".");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.keyPlace = keyPlace;
    }

    /**
     * Encrypts a secret and binds it to its owner.
     *
     * @param owner what the secret belongs to, such as an endpoint's id; needed again to open it
     */
    public byte[] seal(SigningSecret secret, String owner) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, owner);
            byte[] sealed = Arrays.copyOf(new byte[] {VERSION}, HEADER_LENGTH + secret.key().length + TAG_LENGTH);
            System.arraycopy(nonce, 0, sealed, 1, NONCE_LENGTH);
            cipher.doFinal(secret.key(), 0, secret.key().length, sealed, HEADER_LENGTH);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + owner + " cannot be encrypted: " + e.getMessage(), e);
        }
    }

    /**
     * Decrypts what was sealed for this owner.
     *
     * @throws IllegalStateException with a message for operators, when the key does not fit or the bytes were altered
     */
    public SigningSecret open(byte[] sealed, String owner) {
        if (sealed.length <= HEADER_LENGTH + TAG_LENGTH || sealed[0] != VERSION) {
            throw new IllegalStateException("The stored secret of " + owner
                    + " is not in a form this version knows: it was written by a newer Sealpost, or is damaged.");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, HEADER_LENGTH), owner);
            return SigningSecret.ofKey(cipher.doFinal(sealed, HEADER_LENGTH, sealed.length - HEADER_LENGTH));
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "The encryption key in " + keyPlace
                            + " is not the one these secrets were stored with (or the stored" + " secret of " + owner
                            + " was altered). Put the old key back.",
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
