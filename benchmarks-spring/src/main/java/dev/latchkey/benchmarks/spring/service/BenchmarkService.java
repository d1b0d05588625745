package dev.latchkey.benchmarks.spring.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * The service. For the program that started it, it prints {@code listening} and its port, and {@code ready} and a
 * credential that it accepts.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class BenchmarkService {

    private final Credential credential;

    BenchmarkService(Credential credential) {
        this.credential = credential;
    }

    /**
     * Starts the service.
     *
     * @param arguments of Spring Boot, such as {@code --spring.profiles.active=basic}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(BenchmarkService.class, arguments);
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        System.out.println("listening " + event.getWebServer().getPort());
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        System.out.println("ready " + credential.authorization());
    }
}
