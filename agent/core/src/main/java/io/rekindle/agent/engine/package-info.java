/**
 * The agent at work: claims roots, commits, folds, answers the facade.
 *
 * <p>Ties capture, restore and journal together; nothing depends on it but the start of the agent.
 */
package io.rekindle.agent.engine;
