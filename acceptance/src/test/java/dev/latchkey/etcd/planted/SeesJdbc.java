package dev.latchkey.etcd.planted;

import dev.latchkey.jdbc.JdbcTokenStore;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public record SeesJdbc(JdbcTokenStore store) {}
