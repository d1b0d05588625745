package dev.latchkey.example.kotlin

import dev.latchkey.AccessToken
import dev.latchkey.spring.security.CurrentToken
import dev.latchkey.spring.security.RequiresScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.RestController

/** The name of a project. */
@JvmInline
value class ProjectName(val value: String)

/** Projects, each of them a resource. */
@RestController
class ProjectController {

    @GetMapping("/projects")
    @RequiresScope("project:read", anywhere = true)
    fun list(@CurrentToken token: AccessToken): String = "the projects of ${token.owner()}"

    // region resource
    @GetMapping("/projects/{project}")
    @RequiresScope("project:read", on = "projects/{project}")
    fun find(@PathVariable project: ProjectName): String = project.value
    // endregion

    @GetMapping("/projects/{project}/exports")
    @RequiresScope("project:export", on = "projects/{project}")
    fun export(@PathVariable project: String, @RequestParam format: String = "csv"): String = "$project.$format"

    // region suspending
    @GetMapping("/projects/{project}/report")
    @RequiresScope("project:read", on = "projects/{project}")
    suspend fun report(@PathVariable project: String): String {
        delay(1)
        return "the report of $project"
    }
    // endregion

    @GetMapping("/projects/{project}/members")
    @RequiresScope("project:read", on = "projects/{project}")
    fun members(@PathVariable project: String): Flow<String> = flowOf(project, "ann")
}
