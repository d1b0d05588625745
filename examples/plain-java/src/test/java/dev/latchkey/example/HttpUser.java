package dev.latchkey.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.Connection;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** Reads HTML, follows links, sends forms and keeps cookies, without a browser. */
final class HttpUser implements PageUser {

    private final String url;
    private final Connection session = Jsoup.newSession()
            .ignoreHttpErrors(true)
            .header("Accept-Language", "en")
            .timeout(60_000);
    private Document screen = new Document("");
    private Connection.Response last;

    HttpUser(String url) {
        this.url = url;
    }

    @Override
    public void open(String path) {
        show(session.newRequest(url + path));
    }

    private void show(Connection request) {
        try {
            last = request.execute();
            screen = last.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends names and values in turn, as a form of the same site that the page does not have. */
    void send(String path, String... fields) {
        show(post(session.newRequest(url + path)).data(fields));
    }

    private static Connection post(Connection request) {
        return request.method(Connection.Method.POST).header("Sec-Fetch-Site", "same-origin");
    }

    String cookie(String name) {
        return session.cookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    int status() {
        return last.statusCode();
    }

    @Override
    public void choose(String text) {
        Element chosen = withText(text);
        if (chosen.normalName().equals("a")) {
            show(session.newRequest(chosen.absUrl("href")));
        } else {
            submit((FormElement) chosen.closest("form"), chosen);
        }
    }

    private Element withText(String text) {
        return screen.select("a, button").stream()
                .filter(element -> element.text().equals(text) && !element.hasAttr("aria-hidden"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link or button '" + text + "' in " + text()));
    }

    private void submit(FormElement form, Element button) {
        String action = form.hasAttr("action") ? form.absUrl("action") : screen.location();
        Connection request = session.newRequest(action);
        if (form.attr("method").equals("post")) {
            post(request);
        }
        form.formData().forEach(field -> request.data(field.key(), field.value()));
        if (button.hasAttr("name")) {
            request.data(button.attr("name"), button.attr("value"));
        }
        show(request);
    }

    @Override
    public void fill(String id, String text) {
        field(id).attr("value", text);
    }

    @Override
    public void setDate(String id, LocalDate date) {
        fill(id, date.toString());
    }

    @Override
    public void tick(String id) {
        Element field = field(id);
        if (field.attr("type").equals("radio")) {
            List<Element> group = screen.select("[type=radio]").stream()
                    .filter(other -> other.attr("name").equals(field.attr("name")))
                    .toList();
            group.forEach(other -> other.attr("checked", other == field));
        } else {
            field.attr("checked", !isTicked(id));
        }
    }

    @Override
    public boolean isTicked(String id) {
        return field(id).hasAttr("checked");
    }

    @Override
    public String value(String id) {
        return field(id).attr("value");
    }

    private Element field(String id) {
        Element field = screen.getElementById(id);
        if (field == null) {
            throw new AssertionError("no field " + id + " in " + text());
        }
        return field;
    }

    @Override
    public String text() {
        return screen.body().text();
    }

    /** {@return the lines beside a new token, as they are copied} */
    String command() {
        return screen.select("pre").first().wholeText();
    }

    @Override
    public String source() {
        return screen.outerHtml();
    }

    @Override
    public String address() {
        return screen.location();
    }

    @Override
    public String download(String text) {
        try {
            return session.newRequest(withText(text).absUrl("href"))
                    .ignoreContentType(true)
                    .execute()
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
