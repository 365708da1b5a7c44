/**
 * The options of the agent as a model: where they come from, what they may be, and what to say when
 * they are wrong. Used by the agent and by the restart loader alike, so it depends on nothing but
 * the JDK; and since it runs before the application's {@code main}, on little of that. Immutable
 * values; safe for use by any thread. Applications must not depend on it.
 */
package io.rekindle.options;
