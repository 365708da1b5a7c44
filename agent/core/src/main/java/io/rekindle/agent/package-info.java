/**
 * The agent itself: weaving, capture, restore and the control channel. It is defined by an isolated
 * class loader, so neither it nor its dependencies are visible to the application. Its own work
 * runs on daemon threads of its own; the parts that woven code reaches run on application threads
 * and contain every failure. Nothing in the API, in the bootstrap classes or in an application may
 * depend on this package, and it must not depend on the restart loader.
 */
package io.rekindle.agent;
