/** Programs whose threads change state at random, with captures in between. */
package io.rekindle.guarantees.apps.stress;
