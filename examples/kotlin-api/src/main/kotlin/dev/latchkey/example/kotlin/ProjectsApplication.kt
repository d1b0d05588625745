package dev.latchkey.example.kotlin

import dev.latchkey.spring.security.LatchkeyConfigurer.latchkey
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type
import org.springframework.boot.runApplication
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.security.config.Customizer.withDefaults
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.web.SecurityFilterChain

/** A service whose functions state the scopes that they require. */
@SpringBootApplication
class ProjectsApplication

/** Every request needs a token; functions with `@RequiresScope` need its scopes too. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
class Security {

    @Bean
    fun chain(http: HttpSecurity): SecurityFilterChain =
        http.with(latchkey(), withDefaults())
            .authorizeHttpRequests { it.anyRequest().authenticated() }
            .build()
}

fun main(arguments: Array<String>) {
    runApplication<ProjectsApplication>(*arguments)
}
