package dev.latchkey.example.kotlin

import dev.latchkey.AccessTokens
import dev.latchkey.IssueRequest
import org.springframework.boot.SpringApplication
import org.springframework.boot.WebApplicationType
import org.springframework.context.ConfigurableApplicationContext
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

/** The service on a free port. */
class RunningService(type: WebApplicationType, vararg sources: Class<*>) : AutoCloseable {

    private val client: HttpClient = HttpClient.newHttpClient()

    private val context: ConfigurableApplicationContext =
        SpringApplication(ProjectsApplication::class.java, *sources)
            .apply { setWebApplicationType(type) }
            .run("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=error", LIGHT_HASHES)

    private val port: String = context.environment.getRequiredProperty("local.server.port")

    /** Sends a request with a new token that has the scopes. */
    fun get(path: String, scopes: String): HttpResponse<String> {
        val issued = context.getBean(AccessTokens::class.java).issuer().issue(
            IssueRequest.forOwner("users/ann")
                .describedAs("a test")
                .withScopes(scopes)
                .expiringAfter(Duration.ofDays(1))
                .grantedByTheService(),
        )
        return send(request(path).header("Authorization", "Bearer ${issued.reveal()}").build())
    }

    /** Sends a request without a token. */
    fun get(path: String): HttpResponse<String> = send(request(path).build())

    private fun request(path: String) = HttpRequest.newBuilder(URI.create("http://localhost:$port$path"))

    private fun send(request: HttpRequest) = client.send(request, BodyHandlers.ofString())

    override fun close() = context.close()

    private companion object {
        const val LIGHT_HASHES = "--latchkey.hashing.profile=light"
    }
}
