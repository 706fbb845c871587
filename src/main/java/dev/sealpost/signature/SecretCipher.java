package dev.sealpost.signature;

/** Seals secrets for storage with AES-GCM, bound to what they belong to. */
public interface SecretCipher {

    byte[] seal(SigningSecret secret, String owner);

    SigningSecret open(byte[] sealed, String owner);
}
