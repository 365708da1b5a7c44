/**
 * Watching one application: start, end, restart, signals and the control socket. One thread owns
 * the sequence of starts and ends; signal and control threads only leave a wish. It must not depend
 * on {@code cli}.
 */
package io.rekindle.loader.supervise;
