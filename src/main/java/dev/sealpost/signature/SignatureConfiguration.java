package dev.sealpost.signature;

import dev.sealpost.node.DataDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SignatureConfiguration {

    @Bean
    SecretCipher secretCipher(SignatureSettings settings, DataDirectory data) {
        return EncryptionKey.cipher(settings, data.path(), () -> data.secret(EncryptionKey.FILE));
    }
}
