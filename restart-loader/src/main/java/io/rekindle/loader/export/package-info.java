/**
 * Where a copy of the state goes: a file, with what becomes of one that is there already, or a
 * descriptor. Nothing here knows what is written. It must not depend on {@code supervise} or {@code
 * cli}; each object is used by one thread.
 */
package io.rekindle.loader.export;
