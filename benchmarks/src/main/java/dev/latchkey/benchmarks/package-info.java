/** What is claimed about speed, measured with JMH beside a peer or a floor. */
package dev.latchkey.benchmarks;
