/**
 * The restart loader: it launches applications under a registered name, watches them, and brings
 * them back from their recovery plan when they die. It runs in a JVM of its own, apart from the
 * applications it looks after; what its threads share is stated where it is shared. It knows stored
 * state only through {@code io.rekindle.codec}. It must not depend on classes of the agent's core
 * or of an application, and nothing may depend on it.
 */
package io.rekindle.loader;
