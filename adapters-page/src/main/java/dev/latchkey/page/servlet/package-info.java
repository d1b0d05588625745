/** The page in a Jakarta Servlet container. */
@NullMarked
package dev.latchkey.page.servlet;

import org.jspecify.annotations.NullMarked;
