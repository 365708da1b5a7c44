package io.rekindle.agent;

import io.rekindle.agent.control.CommandHandler;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.options.AgentOptions;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.Map;

/**
 * What the engine is given at start-up. Logging goes to {@link io.rekindle.agent.log.AgentLog}.
 *
 * @param options the options, checked
 * @param instrumentation the JVM's
 * @param agentJar the jar of the agent
 * @param isAttached whether the application ran before the agent came: nothing is woven
 * @param loader the loader of the agent's zone
 * @param folder the folder of the name, which exists
 * @param recovery reads the stored state meanwhile
 * @param incarnation the number of this JVM under the name, from 1; its folder exists
 * @param owner the lock on the name, held for the life of the JVM
 * @param health what the agent's socket tells; starts as {@code STARTING}
 * @param commands what the agent's socket answers, a concurrent map: the engine adds its own
 */
public record AgentContext(
    AgentOptions options,
    Instrumentation instrumentation,
    File agentJar,
    boolean isAttached,
    ClassLoader loader,
    NameFolder folder,
    RecoveryAhead recovery,
    int incarnation,
    OwnerLock owner,
    AgentHealth health,
    Map<String, CommandHandler> commands) {}
