/** Tests of the guarantees, with the agent jar and child JVMs that die. */
package io.rekindle.guarantees;
