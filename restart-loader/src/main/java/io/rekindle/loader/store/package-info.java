/**
 * The launcher's part of the store on disk: folders, locks, the launch record and the list of ends.
 * Stateless but for the lock that is held; safe from any thread unless a class says otherwise. It
 * must not depend on other packages of the loader but the root.
 */
package io.rekindle.loader.store;
