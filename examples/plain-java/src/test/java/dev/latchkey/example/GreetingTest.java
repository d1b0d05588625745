package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines to paste. */
class GreetingTest {

    private final Greeting greeting = new Greeting("http://localhost:1", "myworkspace", "member@myworkspace");

    @Test
    void the_line_that_deletes_takes_the_name_as_the_service_returns_it() {
        assertThat(greeting.first("secret", "other"))
                .contains("NAME=access-tokens/...\n")
                .contains("-u 'myworkspace:secret' -X DELETE http://localhost:1/v1beta/$NAME\n");
    }

    @Test
    void the_page_is_printed_with_the_users_and_their_passwords() {
        assertThat(greeting.first("secret", "other"))
                .contains("http://localhost:1/settings/access-management/\n")
                .contains("user myworkspace, password secret\n", "user member@myworkspace, password other\n")
                .contains("are samples.");
    }

    @Test
    void a_later_start_prints_the_same_lines_without_passwords_and_the_way_to_a_new_one() {
        List<String> first = greeting.first("p", "q").lines().skip(9).toList();
        List<String> again = greeting.again().lines().skip(9).toList();

        assertThat(again)
                .isEqualTo(first.stream()
                        .map(line -> line.replace("'myworkspace:p'", "myworkspace")
                                .replace("'member@myworkspace:q'", "member@myworkspace"))
                        .toList());
        assertThat(greeting.again()).contains("--new-password");
    }
}
