/**
 * The verbs that users type: options in, facts and exit codes out. Each verb runs in the main
 * thread of its own process. Nothing may depend on this package.
 */
package io.rekindle.loader.cli;
