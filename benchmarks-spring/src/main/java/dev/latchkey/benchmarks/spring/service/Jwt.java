package dev.latchkey.benchmarks.spring.service;

import static org.springframework.security.config.Customizer.withDefaults;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.web.SecurityFilterChain;

/** Spring's resource server for JWTs, which contain what an access token has: owner, scope, expiry. */
@Configuration(proxyBeanMethods = false)
@Profile({"jwt-hs256", "jwt-rs256"})
class Jwt {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
        return Chains.stateless(http)
                .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(Chains.AUTHORITY))
                .build();
    }

    private static Credential signed(JwtEncoder encoder, JwsAlgorithm algorithm) {
        Instant now = Instant.now();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject("workspaces/acme")
                .claim("scope", "workspace:read")
                .issuedAt(now)
                .expiresAt(now.plus(Duration.ofDays(90)))
                .build();
        JwsHeader header = JwsHeader.with(algorithm).build();
        return () -> "Bearer "
                + encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("jwt-hs256")
    static class Hs256 {

        private final SecretKey key;

        Hs256() {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            key = new SecretKeySpec(random, "HmacSHA256");
        }

        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withSecretKey(key)
                    .macAlgorithm(MacAlgorithm.HS256)
                    .build();
        }

        @Bean
        Credential credential() {
            return signed(
                    NimbusJwtEncoder.withSecretKey(key)
                            .algorithm(MacAlgorithm.HS256)
                            .build(),
                    MacAlgorithm.HS256);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("jwt-rs256")
    static class Rs256 {

        private final RSAPublicKey publicKey;
        private final RSAPrivateKey privateKey;

        Rs256() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            publicKey = (RSAPublicKey) pair.getPublic();
            privateKey = (RSAPrivateKey) pair.getPrivate();
        }

        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withPublicKey(publicKey)
                    .signatureAlgorithm(SignatureAlgorithm.RS256)
                    .build();
        }

        @Bean
        Credential credential() {
            return signed(NimbusJwtEncoder.withKeyPair(publicKey, privateKey).build(), SignatureAlgorithm.RS256);
        }
    }
}
