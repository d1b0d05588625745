/** Programs that see only what hosts see, as one that depends on the module does. */
@NullMarked
package dev.latchkey.argon2.vector.program;

import org.jspecify.annotations.NullMarked;
