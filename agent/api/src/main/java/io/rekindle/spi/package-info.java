/**
 * The seam between the facade and the agent. Not for applications: it may change without notice.
 * Depends on nothing but {@code io.rekindle}; safe for use by any thread.
 */
package io.rekindle.spi;
