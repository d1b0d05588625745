/** What the screens show: their models, texts and templates. It knows neither tokens nor requests. */
@NullMarked
package dev.latchkey.page.view;

import org.jspecify.annotations.NullMarked;
