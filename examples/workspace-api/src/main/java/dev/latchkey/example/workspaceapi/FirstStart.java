package dev.latchkey.example.workspaceapi;

import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Makes a workspace in an empty database, and prints how to use it: the passwords of its owner and of a member, once. */
@Component
class FirstStart implements ApplicationRunner {

    private static final String OWNER = "myworkspace";

    private final Workspaces workspaces;
    private final Environment environment;

    FirstStart(Workspaces workspaces, Environment environment) {
        this.workspaces = workspaces;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String url = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        System.out.println("Listening at " + url);
        System.out.println("Access Management page: " + url + "/settings/access-management");
        Optional<String> created = workspaces.createIfMissing(OWNER, "My workspace");
        created.ifPresent(password -> System.out.print(lines(url, password, workspaces.putMember("member", OWNER))));
    }

    private static String lines(String url, String ownersPassword, String membersPassword) {
        return """
                  the owner of the workspace: user %1$s, password %2$s
                  a member, who looks only:   user member@%1$s, password %3$s

                # create a token that may read the workspace; it expires in 90 days
                curl -s -w '\\n' -u '%1$s:%2$s' -X POST %4$s/v1beta/access-tokens -H 'Content-Type: application/json' \
                -d '{"access_token":{"description":"first token","scopes":"workspace:read","workspace_names":["workspaces/%1$s"]}}'

                # take its "token" from the answer, and use it
                ACCESS_TOKEN=...
                curl -s -w '\\n' -H "Authorization: Bearer $ACCESS_TOKEN" %4$s/v1beta/workspaces

                # it may not write
                curl -s -w '\\n' -H "Authorization: Bearer $ACCESS_TOKEN" -X PATCH %4$s/v1beta/workspaces/%1$s \
                -H 'Content-Type: application/json' -d '{"workspace":{"display_name":"Mine"}}'
                """.formatted(OWNER, ownersPassword, membersPassword, url);
    }
}
