/**
 * What a launcher watches a JVM by: the file that the application's own heartbeats go to, and
 * answers about threads and deadlocks. The file is written by application threads, the answers come
 * from threads of the control socket. Nothing here knows of engine or state.
 */
package io.rekindle.agent.liveness;
