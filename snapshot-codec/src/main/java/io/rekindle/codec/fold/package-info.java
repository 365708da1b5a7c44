/**
 * Folding: the commits after a snapshot and the snapshot become a new snapshot, objects that
 * nothing leads to are forgotten, and what no recovery needs any more is deleted. One fold of a
 * name runs at a time, in any thread; it shares nothing with the writer but files.
 */
package io.rekindle.codec.fold;
