package dev.latchkey.example;

import java.time.LocalDate;

/** Somebody who uses the page by some means. Each method returns when the screen that it leads to is there. */
interface PageUser {

    /** Enters an address below that of the service. */
    void open(String path);

    /** Follows the link, or presses the button, that has this text. */
    void choose(String text);

    /** Replaces the text of the field with an id. */
    void fill(String id, String text);

    void setDate(String id, LocalDate date);

    /** Ticks or unticks a checkbox, or selects a radio button, by its id. */
    void tick(String id);

    boolean isTicked(String id);

    /** {@return the text in a field} */
    String value(String id);

    /** {@return the text of the screen, with one space between words} */
    String text();

    /** {@return the source of the screen} */
    String source();

    /** {@return the address of the screen} */
    String address();

    /** {@return the text of the file that a link leads to} */
    String download(String text);
}
