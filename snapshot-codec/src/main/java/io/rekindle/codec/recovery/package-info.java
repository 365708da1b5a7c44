/**
 * Finds the state that a restart begins with: the newest sound snapshot and the commits after it,
 * on the chain of incarnations that is history. Reads plain files only. An image is confined to one
 * thread; it is a view of one moment and never changes.
 */
package io.rekindle.codec.recovery;
