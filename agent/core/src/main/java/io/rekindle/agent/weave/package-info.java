/**
 * Changes application classes as they are loaded, so that they tell of changes to captured state.
 *
 * <p>Called by class loading in any thread; keeps no lock while it calls application code. Must not
 * depend on capture, restore or the journal.
 */
package io.rekindle.agent.weave;
