/**
 * The scrubber: looks through the captured objects for changes that no barrier told of. Everything
 * here is used by one thread at a time, the one that holds the commit lock with the gate closed,
 * except where said. Must not depend on the journal or on the restore.
 */
package io.rekindle.agent.scrub;
