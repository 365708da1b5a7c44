/**
 * What woven application code calls: the gate, the marking of changed objects and the tracked
 * collections. The agent puts these classes on the bootstrap class path, so they are seen by every
 * class loader and live as long as the JVM. They run on application threads, on any number of them
 * at once, and must never throw an error of their own into application code. This package depends
 * on nothing but {@code java.base}; it may be depended upon by woven code and by the agent, never
 * by source code of an application.
 */
package io.rekindle.bootstrap;
