/**
 * Crashes of this JVM that somebody asks for through the control socket, to see what becomes of
 * them. They come from threads of the control socket. Nothing here knows of engine or state.
 */
package io.rekindle.agent.drill;
