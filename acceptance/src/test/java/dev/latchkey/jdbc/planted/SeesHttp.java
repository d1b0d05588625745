package dev.latchkey.jdbc.planted;

import dev.latchkey.http.BearerErrors;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesHttp(BearerErrors http) {}
