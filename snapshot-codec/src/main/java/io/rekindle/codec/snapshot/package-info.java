/**
 * Snapshots: the state as of one commit, folded, grouped by class so that loading is one tight loop
 * per class. Writers and readers are confined to one thread. Nothing here knows of journals.
 */
package io.rekindle.codec.snapshot;
