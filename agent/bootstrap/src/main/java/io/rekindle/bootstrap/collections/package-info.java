/**
 * Tracked collections: subclasses of the JDK's which record, entry by entry, what changed since
 * they were last captured. Woven code makes them in the place of the JDK's. They behave as their
 * superclasses do; a collection that was never captured pays one null check for each mutation.
 *
 * <p>Threading: a tracked collection is as safe or unsafe for concurrent use as its superclass. The
 * logs are safe. Nothing here throws an error of its own into application code. This package
 * depends on nothing but {@code java.base} and {@link io.rekindle.bootstrap}.
 */
package io.rekindle.bootstrap.collections;
