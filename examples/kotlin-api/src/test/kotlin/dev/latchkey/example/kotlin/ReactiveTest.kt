package dev.latchkey.example.kotlin

import dev.latchkey.spring.security.LatchkeyWebFlux
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.springframework.boot.WebApplicationType
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.security.config.web.server.ServerHttpSecurity
import org.springframework.security.web.server.SecurityWebFilterChain
import java.util.stream.IntStream

/** What annotated functions require in WebFlux, where a request has no thread of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveTest {

    @Configuration(proxyBeanMethods = false)
    class ReactiveSecurity {

        @Bean
        fun chain(http: ServerHttpSecurity, latchkey: LatchkeyWebFlux): SecurityWebFilterChain =
            latchkey.applyTo(http).authorizeExchange { it.anyExchange().authenticated() }.build()
    }

    private lateinit var service: RunningService

    @BeforeAll
    fun start() {
        service = RunningService(WebApplicationType.REACTIVE, ReactiveSecurity::class.java)
    }

    @AfterAll
    fun stop() = service.close()

    @ParameterizedTest
    @CsvSource("/projects/a/report, the report of a", "/projects/a/members, aann")
    fun `a suspending function and a flow are authorized by the token of the request`(path: String, body: String) {
        assertThat(service.get(path, "project:read@projects/a").body()).isEqualTo(body)
        assertThat(service.get(path, "project:read@projects/b").statusCode()).isEqualTo(403)
        assertThat(service.get(path, "project:export").statusCode()).isEqualTo(403)
        assertThat(service.get(path).statusCode()).isEqualTo(401)
    }

    @Test
    fun `requests at the same time are authorized by their own tokens`() {
        val path = "/projects/a/report"
        assertThat(
            IntStream.range(0, 64).parallel().mapToObj { i ->
                val mayRead = i % 2 == 0
                val scope = if (mayRead) "project:read@projects/a" else "project:read@projects/b"
                service.get(path, scope).statusCode() == (if (mayRead) 200 else 403)
            },
        ).containsOnly(true)
    }

    @Test
    fun `a function that neither suspends nor returns a flow is denied`() {
        assertThat(service.get("/projects/a", "*").statusCode()).isEqualTo(403)
    }
}
