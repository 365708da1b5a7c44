/**
 * The contestants: one small class for Rekindle and for each library beside it, all doing the same
 * work on the same state. A contender is used by one thread, except where {@link
 * io.rekindle.benchmarks.contender.Contender#isThreadSafe()} says more, and lives in a JVM of its
 * own. Nothing here may depend on the driver in the parent package.
 */
package io.rekindle.benchmarks.contender;
