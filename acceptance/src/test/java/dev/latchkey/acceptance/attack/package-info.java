/**
 * The service under attack: floods, worthless texts, clocks held against it, a start without any proof.
 *
 * <p>Short by default. The table in docs/security.md has the system properties that make it long, and what it measured.
 */
package dev.latchkey.acceptance.attack;
