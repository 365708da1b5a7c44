/**
 * Moves an application to other paths: the rules that say how, and the commit that applies them to
 * stored state. Needs none of the application's classes. Depends on recovery and journal.
 */
package io.rekindle.codec.relocate;
