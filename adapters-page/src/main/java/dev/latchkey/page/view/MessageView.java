package dev.latchkey.page.view;

import java.util.List;

/**
 * A screen that says something and leads on.
 *
 * @param frame what stands around it
 * @param paragraphs what it says
 * @param links where to go from there
 */
public record MessageView(Frame frame, List<String> paragraphs, List<Link> links) {

    public MessageView {
        paragraphs = List.copyOf(paragraphs);
        links = List.copyOf(links);
    }

    /**
     * A link to another screen.
     *
     * @param address where
     * @param label what it is called
     */
    public record Link(String address, String label) {}
}
