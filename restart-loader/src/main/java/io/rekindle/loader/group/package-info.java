/**
 * Groups of names that are restarted together: who is a member, who is affected by a crash, and how
 * the controllers of the members act as one. Depends on the records and the sockets of the loader,
 * never on supervision or on the command line.
 */
package io.rekindle.loader.group;
