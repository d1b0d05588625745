package dev.latchkey.benchmarks.spring.service;

/** A credential that the service accepts. */
interface Credential {

    /** {@return the value of the header {@code Authorization}} */
    String authorization();
}
