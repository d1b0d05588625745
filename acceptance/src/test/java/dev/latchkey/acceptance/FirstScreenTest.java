package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization.Permitted;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What the README and the getting-started page show, run. */
class FirstScreenTest {

    @Test
    void the_first_screen_works() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:first-screen;DB_CLOSE_DELAY=-1");

        assertThat(FirstScreen.run(dataSource)).isInstanceOf(Permitted.class);
    }

    @Test
    void the_first_program_works() throws Exception {
        assertThat(FirstProgram.run("jdbc:h2:mem:first-program"))
                .startsWith("nightly export: ")
                .contains(" may read: true, may write: false, after its revocation: rejected");
    }
}
