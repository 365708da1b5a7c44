/**
 * The commits of one incarnation: written through a Chronicle queue, read back by plain file
 * reading. A writer is confined to one thread at a time; a reader may run beside it, up to a commit
 * that is known to be complete. Readers must not depend on Chronicle: loading it costs a restarting
 * JVM more than the restore.
 */
package io.rekindle.codec.journal;
