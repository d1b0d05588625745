package dev.latchkey.example.kotlin

import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.springframework.boot.WebApplicationType

/** What annotated functions require in Spring MVC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletTest {

    private lateinit var service: RunningService

    @BeforeAll
    fun start() {
        service = RunningService(WebApplicationType.SERVLET)
    }

    @AfterAll
    fun stop() = service.close()

    @ParameterizedTest
    @CsvSource(
        "/projects/a,               project:read,   a",
        "/projects/a/exports,       project:export, a.csv",
        "/projects/a/exports?format=xml, project:export, a.xml",
        "/projects/a/report,        project:read,   the report of a",
        "/projects/a/members,       project:read,   aann",
    )
    fun `the resource is bound to the parameter of the function`(path: String, permission: String, body: String) {
        assertThat(service.get(path, "$permission@projects/a").body()).isEqualTo(body)
        assertThat(service.get(path, "$permission@projects/b").statusCode()).isEqualTo(403)
        assertThat(service.get(path, "project:write").statusCode()).isEqualTo(403)
        assertThat(service.get(path).statusCode()).isEqualTo(401)
    }

    @Test
    fun `a list needs the permission somewhere`() {
        assertThat(service.get("/projects", "project:read@projects/a").body()).isEqualTo("the projects of users/ann")
        assertThat(service.get("/projects", "project:export").statusCode()).isEqualTo(403)
    }
}
