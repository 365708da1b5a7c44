/**
 * Small applications that show a crash and a restart with state. They are written as any user of
 * Rekindle would write them: they see the API alone, and still run without the agent. Each states
 * its own use of threads. They may not depend on internals of Rekindle, and nothing may depend on
 * them.
 */
package io.rekindle.demo;
