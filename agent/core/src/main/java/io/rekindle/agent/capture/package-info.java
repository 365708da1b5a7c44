/**
 * Turns what changed since the last commit into the operations of the next one.
 *
 * <p>Everything here is used by one thread at a time, the one that holds the commit lock, except
 * where said. Must not depend on the journal, on weaving or on the restore.
 */
package io.rekindle.agent.capture;
