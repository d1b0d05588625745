/** Authentication in the tests of a host, by access tokens that were not issued. Needs spring-security-test. */
@NullMarked
package dev.latchkey.spring.test;

import org.jspecify.annotations.NullMarked;
