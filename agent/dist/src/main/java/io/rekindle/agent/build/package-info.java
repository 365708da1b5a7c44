/** Puts the agent jar together, when it is built. Not part of it. */
package io.rekindle.agent.build;
