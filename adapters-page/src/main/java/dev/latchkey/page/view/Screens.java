package dev.latchkey.page.view;

import dev.latchkey.page.view.html.JtecreateGenerated;
import dev.latchkey.page.view.html.JteformGenerated;
import dev.latchkey.page.view.html.JtehistoryGenerated;
import dev.latchkey.page.view.html.JtelistGenerated;
import dev.latchkey.page.view.html.JtemessageGenerated;
import dev.latchkey.page.view.html.JterevealGenerated;
import dev.latchkey.page.view.html.JtereviewGenerated;
import dev.latchkey.page.view.html.JtetokenGenerated;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Turns views into HTML: the one place that knows the templates. Every text is escaped for where it stands. */
public final class Screens {

    private Screens() {}

    /**
     * {@return the list of tokens}
     *
     * @param view what it shows
     */
    public static byte[] list(ListView view) {
        return render(out -> JtelistGenerated.render(out, null, view));
    }

    /**
     * {@return one token}
     *
     * @param view what it shows
     */
    public static byte[] token(TokenView view) {
        return render(out -> JtetokenGenerated.render(out, null, view));
    }

    /**
     * {@return the form for a new token}
     *
     * @param view what it shows
     */
    public static byte[] create(CreateView view) {
        return render(out -> JtecreateGenerated.render(out, null, view));
    }

    /**
     * {@return what a new token will be able to do}
     *
     * @param view what it shows
     */
    public static byte[] review(ReviewView view) {
        return render(out -> JtereviewGenerated.render(out, null, view));
    }

    /**
     * {@return a new token}
     *
     * @param view what it shows
     */
    public static byte[] reveal(RevealView view) {
        return render(out -> JterevealGenerated.render(out, null, view));
    }

    /**
     * {@return something to do with tokens that exist}
     *
     * @param view what it shows
     */
    public static byte[] form(FormView view) {
        return render(out -> JteformGenerated.render(out, null, view));
    }

    /**
     * {@return who did what}
     *
     * @param view what it shows
     */
    public static byte[] history(HistoryView view) {
        return render(out -> JtehistoryGenerated.render(out, null, view));
    }

    /**
     * {@return a screen that says something}
     *
     * @param view what it shows
     */
    public static byte[] message(MessageView view) {
        return render(out -> JtemessageGenerated.render(out, null, view));
    }

    private static byte[] render(Consumer<HtmlTemplateOutput> template) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        template.accept(new OwaspHtmlTemplateOutput(output));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
