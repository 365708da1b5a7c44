/**
 * The first code of ours that runs in an application's JVM: finds the agent jar, makes the isolated
 * loader and starts the agent in it. Defined by the system loader, like everything at the root of
 * an agent jar. No dependency, no logging framework, nothing on stdout; a failure here never
 * reaches the application.
 */
package io.rekindle.agent.premain;
