/**
 * Measurements of Rekindle and of comparable libraries, run by JMH. The harness decides on threads
 * and forks; state that a benchmark shares between threads is marked with its JMH scope. Nothing
 * may depend on this package, and it is no part of what is released.
 */
package io.rekindle.benchmarks;
