/**
 * Puts stored state back: makes all objects, fills them, and hands them to the roots that the
 * application's classes and constructors claim.
 *
 * <p>Used under the commit lock. Must not depend on the journal's writing side or on weaving.
 */
package io.rekindle.agent.restore;
