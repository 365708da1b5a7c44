/**
 * The stored form of state: its format, codecs, journal and snapshots, and the code that folds and
 * verifies them. A store can be read here without the classes of the application that wrote it.
 * Readers and writers are confined to one thread at a time unless their own Javadoc says more. This
 * package is a pure library: it must not depend on {@code java.lang.instrument}, on the agent or on
 * the restart loader, and applications must not depend on it.
 */
package io.rekindle.codec;
