package dev.latchkey.example.kotlin

import dev.latchkey.spring.autoconfigure.LatchkeyMethodSecurityAutoConfiguration
import dev.latchkey.spring.security.RequiresScope
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.runner.ApplicationContextRunner

/** A class that no annotation of Spring's opens stops the start, instead of leaving its functions unprotected. */
class ClosedClassTest {

    class Closed {

        @RequiresScope("project:read")
        fun read(): String = "read"
    }

    open class WithClosedFunction {

        @RequiresScope("project:read")
        fun read(): String = "read"
    }

    private val runner = ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LatchkeyMethodSecurityAutoConfiguration::class.java))

    @Test
    fun `a final class stops the start`() {
        runner.withBean(Closed::class.java).run {
            assertThat(it.startupFailure).hasStackTraceContaining("final class")
        }
    }

    @Test
    fun `a final function stops the start`() {
        runner.withBean(WithClosedFunction::class.java).run {
            assertThat(it.startupFailure).hasStackTraceContaining("WithClosedFunction.read() would do nothing")
        }
    }
}
