package dev.latchkey.benchmarks.spring.service;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What clients request; the same behind every kind of credential. */
@RestController
class GreetingController {

    @GetMapping("/greeting")
    String greet() {
        return "hello";
    }
}
