package dev.latchkey.example.workspaceapi;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes a workspace in an empty database, and prints the passwords of its owner and of a member, once. */
@Component
class FirstStart implements ApplicationRunner {

    private final Workspaces workspaces;

    FirstStart(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        workspaces.createIfMissing("myworkspace", "My workspace").ifPresent(password -> {
            System.out.println("The owner of myworkspace signs in with: " + password);
            System.out.println(
                    "The member member@myworkspace signs in with: " + workspaces.putMember("member", "myworkspace"));
        });
    }
}
