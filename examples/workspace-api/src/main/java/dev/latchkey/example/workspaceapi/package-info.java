/** A Spring Boot service with Latchkey inside. */
@NullMarked
package dev.latchkey.example.workspaceapi;

import org.jspecify.annotations.NullMarked;
