package dev.latchkey.example;

import java.util.Map;

/** Answers requests whose path begins with a name. */
interface Resource {

    /** {@return the segment after {@code /v1beta/}} */
    String name();

    /** {@return what is answered with 200, as JSON} */
    Map<String, Object> handle(Request request);
}
