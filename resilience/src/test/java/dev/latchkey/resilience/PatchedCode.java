package dev.latchkey.resilience;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The library and these tests once more, loaded apart from the others, with some classes compiled from changed sources. */
final class PatchedCode implements AutoCloseable {

    private final Loader loader;

    /** @param folder where the changed classes are put; empty */
    PatchedCode(List<Patch> patches, Path folder) throws IOException {
        compile(patches, folder);
        List<URL> places = new ArrayList<>(List.of(folder.toUri().toURL()));
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            places.add(Path.of(place).toUri().toURL());
        }
        this.loader = new Loader(places.toArray(URL[]::new));
    }

    private static void compile(List<Patch> patches, Path folder) throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (Patch patch : patches) {
            String source = sources.containsKey(patch.file()) ? sources.get(patch.file()) : patch.source();
            sources.put(patch.file(), patch.applyTo(source));
        }
        List<Source> units = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
        if (!units.isEmpty()
                && !compiler.getTask(null, null, null, options, null, units).call()) {
            throw new IllegalStateException("it does not compile any more: " + patches);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(Path file, String text) {
            super(URI.create("string:///" + file.getFileName()), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Looks at its own places first for what is ours. */
    private static final class Loader extends URLClassLoader {

        Loader(URL[] places) throws MalformedURLException {
            super(places, PatchedCode.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.latchkey.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    /** Plays a scenario with this code. */
    void play(Scenario scenario) throws Throwable {
        Class<?> own = loader.loadClass(Scenario.class.getName());
        Method play = own.getDeclaredMethod("play");
        play.setAccessible(true);
        Object found = List.of(own.getEnumConstants()).get(scenario.ordinal());
        try {
            play.invoke(found);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
