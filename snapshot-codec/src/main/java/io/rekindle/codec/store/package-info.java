/**
 * Where things lie in a store, and how files and folders are made: private to their owner, replaced
 * atomically. Stateless; any thread may use it. Nothing here knows what the files contain.
 */
package io.rekindle.codec.store;
