package com.example.service;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Service {

    private final AccessTokens tokens;

    Service(AccessTokens tokens) {
        this.tokens = tokens;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    @GetMapping("/workspaces")
    String workspaces() {
        return "[\"acme\"]";
    }

    /** Shows a token once, for the first request. A service gives it to its owner, and writes it nowhere. */
    @EventListener(ApplicationReadyEvent.class)
    void showFirstToken() {
        IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                .describedAs("first token")
                .withScopes("workspace:read")
                .grantedByTheService();
        System.out.println("token " + tokens.issuer().issue(request).reveal());
    }
}
