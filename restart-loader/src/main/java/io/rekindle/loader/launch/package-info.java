/**
 * What is started: the user's command line understood, the JDK and the agent jar found, and the
 * command line made of them. Everything here runs once, before the first start. It must not depend
 * on {@code supervise} or {@code cli}.
 */
package io.rekindle.loader.launch;
