/**
 * The agent's Unix socket: how launchers and operators ask a running JVM. Works on daemon threads
 * of its own, started off the application's start-up path; whatever a client sends, nothing but
 * that client's connection suffers. The protocol is in docs/internals/store-layout.md.
 */
package io.rekindle.agent.control;
