/**
 * The first code of ours that runs in an application's JVM: finds the agent jar, puts its root on
 * the bootstrap search, defines the isolated loader and starts the agent in it. No dependency, no
 * logging framework, nothing on stdout; a failure here never reaches the application. {@link
 * io.rekindle.agent.premain.AgentPremain} belongs to the system loader, the rest to the bootstrap
 * loader, so they meet through public types only.
 */
package io.rekindle.agent.premain;
