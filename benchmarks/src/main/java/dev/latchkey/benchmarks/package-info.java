/** JMH benchmarks of every claim about speed, compared with a peer or a floor. */
package dev.latchkey.benchmarks;
