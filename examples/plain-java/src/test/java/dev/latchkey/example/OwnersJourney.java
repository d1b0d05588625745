package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static dev.latchkey.example.RunningPage.idOf;
import static dev.latchkey.example.RunningPage.secretOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What an owner does with a token, from creating it to its history, with the uses of the token in between. */
final class OwnersJourney {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PageUser owner;
    private final ApiClient client;
    private final List<String> secrets = new ArrayList<>();

    OwnersJourney(PageUser owner, ApiClient client) {
        this.owner = owner;
        this.client = client;
    }

    /** Goes on to the next screen, which has no secret in its source or address. */
    private void choose(String text) {
        owner.choose(text);
        assertNoSecret(owner.source() + owner.address());
    }

    private void open(String path) {
        owner.open(path);
        assertNoSecret(owner.source() + owner.address());
    }

    private void assertNoSecret(String text) {
        secrets.forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    private String shownToken() {
        String token = owner.value("secret");
        assertNoSecret(owner.source());
        secrets.add(secretOf(token));
        return token;
    }

    /** {@return the new token, whose screen is left open} */
    String create() {
        open(PAGE);
        choose("Create token");
        owner.fill("description", "Deployment of the shop");
        owner.tick("s-workspace:write");
        owner.tick("s-sources:write");
        owner.tick("days-30");
        choose("Review");
        assertThat(owner.text()).contains("It can", "Change a workspace", "It cannot", "The token works until");
        choose("Change something");
        assertThat(owner.value("description")).isEqualTo("Deployment of the shop");
        assertThat(List.of(owner.isTicked("s-workspace:write"), owner.isTicked("days-30")))
                .containsExactly(true, true);
        choose("Review");
        owner.choose("Create token");
        return shownToken();
    }

    void seeUse(String token) {
        open(PAGE + idOf(token));
        assertThat(owner.text()).contains("Not used since").doesNotContain("Narrow to what it uses");

        assertThat(client.read(token)).isEqualTo(200);

        // The service writes uses some seconds later.
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            open(PAGE + idOf(token));
        } while (owner.text().contains("Not used since") && System.nanoTime() < deadline);
        assertThat(owner.text())
                .containsPattern("Last use [^()]*(just now|\\d+ minutes? ago)")
                .containsPattern("Not needed since [^@]*sources:write@workspaces/");
        open(PAGE);
        assertThat(owner.text()).containsPattern("in 30 days (Last use )?(just now|\\d+ minutes? ago)");
    }

    void removeAPermission(String token) {
        open(PAGE + idOf(token));
        choose("Remove permissions");
        owner.tick("keep-0");
        choose("Remove the others");
        assertThat(owner.text())
                .contains("The permissions are removed.", "Change a workspace", "Narrow to what it uses")
                .doesNotContain("Sources: Read and write");
    }

    void narrowToUse(String token) {
        open(PAGE + idOf(token));
        choose("Narrow to what it uses");
        assertThat(owner.text()).contains("Remove permissions");
        choose("Remove the others");
        assertThat(owner.text())
                .contains("The permissions are removed.", "See a workspace")
                .doesNotContain("Change a workspace", "Narrow to what it uses");
        assertThat(List.of(client.rename(token), client.read(token))).containsExactly(403, 200);
    }

    void change(String token) {
        open(PAGE + idOf(token));
        choose("Edit description");
        owner.fill("description", "Deployment of the new shop");
        choose("Save");
        assertThat(owner.text()).contains("The description is saved.", "Deployment of the new shop");
        choose("Expire earlier");
        owner.setDate("until", LocalDate.now(ZoneId.systemDefault()).plusDays(5));
        choose("Set the new end");
        assertThat(owner.text()).contains("The new end is set.", "days left");
    }

    /** {@return the token that replaces another one} */
    String rotate(String token) {
        open(PAGE + idOf(token));
        choose("Rotate");
        owner.tick("overlap-2");
        owner.choose("Create the new token");
        assertThat(owner.text()).contains("The old token works until");
        String successor = shownToken();
        assertThat(List.of(client.read(token), client.read(successor))).containsExactly(200, 200);
        open(PAGE + idOf(token));
        choose("End the old token now");
        assertThat(owner.text()).contains("The old token is revoked.");
        assertThat(List.of(client.read(token), client.read(successor))).containsExactly(401, 200);
        return successor;
    }

    void pause(String token) {
        open(PAGE + idOf(token));
        choose("Disable");
        owner.fill("why", "Holidays");
        choose("Disable");
        assertThat(owner.text()).contains("The token is disabled.", "Holidays");
        assertThat(client.read(token)).isEqualTo(401);
        choose("Enable");
        assertThat(client.read(token)).isEqualTo(200);
    }

    void revoke(String token) {
        open(PAGE + idOf(token));
        choose("Revoke");
        assertThat(owner.text()).contains("Refused everywhere at once.");
        choose("Revoke token");
        assertThat(owner.text()).contains("Choose a reason");
        assertThat(client.read(token)).isEqualTo(200);
        owner.tick("reason-1");
        choose("Revoke token");
        assertThat(owner.text()).contains("The token is revoked.");
        assertThat(client.read(token)).isEqualTo(401);
    }

    void readHistory(String token, String successor) {
        open(PAGE);
        choose("History");
        assertThat(owner.text())
                .contains(
                        "Created",
                        "Permissions removed",
                        "Description changed",
                        "Set to expire earlier",
                        "Replaced by another token",
                        "Disabled",
                        "Enabled",
                        "It was found in public");
        owner.fill("token", idOf(token));
        choose("Filter");
        assertThat(owner.text()).contains("Another token replaced it").doesNotContain("Holidays");
        String csv = owner.download("Download as CSV");
        assertNoSecret(csv);
        assertThat(csv.lines()).hasSizeGreaterThan(5).first().isEqualTo("time,action,actor,token,reason,before,after");
        assertThat(csv)
                .contains("\"ISSUED\",\"accounts/myworkspace\",\"" + idOf(token), "\"NARROWED\"", "\"REVOKED\"")
                .doesNotContain("\"DISABLED\"");
        choose("Show everything");
        assertThat(owner.text()).contains("Holidays", idOf(successor));
    }

    /** All of it, after the token was created. */
    void afterCreating(String token) {
        seeUse(token);
        removeAPermission(token);
        narrowToUse(token);
        change(token);
        String successor = rotate(token);
        pause(successor);
        revoke(successor);
        readHistory(token, successor);
    }
}
