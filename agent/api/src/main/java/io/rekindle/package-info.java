/**
 * The public face of Rekindle: the annotations and the facade that an application compiles against.
 * Everything here is inert until the agent is present; the annotations are then read while classes
 * are woven, and the facade is connected to the running agent. All types may be used from any
 * thread. This package depends on nothing but the JDK, and nothing outside it is public API:
 * applications must not depend on any other {@code io.rekindle} package.
 */
package io.rekindle;
