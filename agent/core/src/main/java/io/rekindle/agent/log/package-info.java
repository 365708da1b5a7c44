/**
 * What the agent says: to {@code STORE/NAME/log}, and warnings and errors to stderr as well. {@link
 * io.rekindle.agent.log.AgentLog} is called directly on the start-up path; the slf4j provider
 * serves the agent's dependencies, in the agent's class loader only. Nothing here throws, and
 * everything is bounded. Safe for use by any thread. See ADR 0004.
 */
package io.rekindle.agent.log;
