/** What a fleet of verifying nodes costs the store that they share. */
package dev.latchkey.benchmarks.fleet;
