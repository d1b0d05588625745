/** Monitoring of access tokens: health, meters and an endpoint. None of them names a token or an owner. */
@NullMarked
package dev.latchkey.spring.actuate;

import org.jspecify.annotations.NullMarked;
