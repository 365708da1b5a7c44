/**
 * Applications that are measured with the agent and without: ordinary code, no thought of
 * benchmarks. Each is used by one thread.
 */
package io.rekindle.benchmarks.application;
