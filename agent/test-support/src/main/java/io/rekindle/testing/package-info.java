/**
 * What the tests of several modules share: JVMs started, watched and killed as child processes. For
 * tests only; depends on nothing, and nothing that is shipped may depend on it.
 */
package io.rekindle.testing;
