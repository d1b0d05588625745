package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bouncy Castle before 1.85 has no pool of blocks: the failure names the version that has. */
class OldBouncyCastleTest {

    /** The class path of the tests, without what 1.85 brought. */
    private static final class WithoutBlockPool extends URLClassLoader {

        WithoutBlockPool() throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() throws MalformedURLException {
            List<URL> places = new ArrayList<>();
            for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
                places.add(Path.of(place).toUri().toURL());
            }
            return places.toArray(URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.endsWith("Argon2BytesGenerator$BlockPool")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }

    @Test
    void an_old_version_is_named_each_time_a_hasher_is_made() throws Exception {
        try (WithoutBlockPool old = new WithoutBlockPool()) {
            Method owasp = old.loadClass(Argon2SecretHasher.class.getName()).getMethod("owasp");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> owasp.invoke(null))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("bcprov-jdk18on 1.85");
            }
        }
    }
}
