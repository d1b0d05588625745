package dev.latchkey.example.workspaceapi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
public class WorkspaceApi {

    /**
     * Starts the service.
     *
     * @param arguments of Spring Boot, such as {@code --server.port=8081}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(WorkspaceApi.class, arguments);
    }
}
