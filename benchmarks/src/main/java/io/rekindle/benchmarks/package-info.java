/**
 * Measurements of Rekindle and of comparable libraries. {@link io.rekindle.benchmarks.Compare} is
 * the driver for what spans processes: it starts a JVM for each contender and each piece of work
 * ({@link io.rekindle.benchmarks.Contestant}) and gathers a report. What stays inside a process is
 * run by JMH, which decides on threads and forks. The driver is single-threaded. Nothing may depend
 * on this package, and it is no part of what is released.
 */
package io.rekindle.benchmarks;
