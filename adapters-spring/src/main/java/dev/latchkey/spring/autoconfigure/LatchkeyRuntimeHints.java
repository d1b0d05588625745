package dev.latchkey.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/** Names the files that the library reads at run time, which a native image would leave out. */
final class LatchkeyRuntimeHints implements RuntimeHintsRegistrar {

    /** Made by Spring. */
    LatchkeyRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        if (ClassUtils.isPresent("dev.latchkey.jdbc.JdbcSchema", loader)) {
            hints.resources().registerPattern("dev/latchkey/jdbc/schema/*/*.sql");
        }
        if (ClassUtils.isPresent("dev.latchkey.page.AccessPage", loader)) {
            hints.resources()
                    .registerPattern("dev/latchkey/page/page.css")
                    .registerPattern("dev/latchkey/page/page.js")
                    .registerPattern("dev/latchkey/page/view/messages*.properties");
        }
    }
}
