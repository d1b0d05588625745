package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.LatchkeyConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong and what to change instead of a stack trace. */
final class LatchkeyFailureAnalyzer extends AbstractFailureAnalyzer<LatchkeyConfigurationException> {

    /** Made by Spring Boot. */
    LatchkeyFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable root, LatchkeyConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
