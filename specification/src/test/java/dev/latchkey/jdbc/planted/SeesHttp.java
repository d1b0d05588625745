package dev.latchkey.jdbc.planted;

import dev.latchkey.http.@@HTTP@@;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesHttp(@@HTTP@@ http) {}
