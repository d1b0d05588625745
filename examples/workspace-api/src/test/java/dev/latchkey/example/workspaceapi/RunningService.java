package dev.latchkey.example.workspaceapi;

import dev.latchkey.AccessTokens;
import dev.latchkey.example.suite.WorkspaceService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a free port, for tests from outside. */
record RunningService(ConfigurableApplicationContext context) implements WorkspaceService {

    /** {@return the service on a database file in the folder} */
    static RunningService start(Path folder) {
        return start("--spring.datasource.url=jdbc:h2:file:" + folder.resolve("example") + ";TRACE_LEVEL_FILE=0");
    }

    static RunningService start(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--latchkey.hashing.profile=light"));
        all.addAll(List.of(options));
        return new RunningService(SpringApplication.run(WorkspaceApi.class, all.toArray(String[]::new)));
    }

    @Override
    public String url() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    @Override
    public String createWorkspace(String slug, String displayName) {
        return context.getBean(Workspaces.class)
                .createIfMissing(slug, displayName)
                .orElseThrow();
    }

    @Override
    public String putMember(String name, String slug) {
        return context.getBean(Workspaces.class).putMember(name, slug);
    }

    @Override
    public void revokeAll() {
        context.getBean(AccessTokens.class).all().by("suite").revokeAll("the next test begins");
    }

    @Override
    public void close() {
        context.close();
    }
}
