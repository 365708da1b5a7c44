/**
 * How objects of each type are captured and put back: one handler per class, chosen once.
 *
 * <p>Handlers hold no captured objects and are shared by the capture (one thread at a time, under
 * the commit lock) and the restore. Must not depend on the journal, on weaving or on the engine.
 */
package io.rekindle.agent.types;
