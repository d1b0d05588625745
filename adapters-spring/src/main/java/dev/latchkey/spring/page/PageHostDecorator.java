package dev.latchkey.spring.page;

import dev.latchkey.page.PageHost;

/** Adds to the host's answers what the framework around it knows. */
@FunctionalInterface
interface PageHostDecorator {

    PageHost decorate(PageHost host);
}
