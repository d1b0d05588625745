/** What the tests of a host sign in with: access tokens that nobody issued. Needs spring-security-test. */
@NullMarked
package dev.latchkey.spring.test;

import org.jspecify.annotations.NullMarked;
