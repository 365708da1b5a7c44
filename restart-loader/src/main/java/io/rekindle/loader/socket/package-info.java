/**
 * Unix sockets that carry lines, with a deadline on every wait. No dependency on the rest of the
 * loader; a connection belongs to one thread.
 */
package io.rekindle.loader.socket;
