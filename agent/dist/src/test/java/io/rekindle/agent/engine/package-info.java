/**
 * The engine in the JVM of the test, over stores that take a moment to make: for properties that
 * need more programs than JVMs could be started for.
 */
package io.rekindle.agent.engine;
