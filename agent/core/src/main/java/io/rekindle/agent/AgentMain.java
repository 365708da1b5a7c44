package io.rekindle.agent;

import io.rekindle.agent.control.AgentSocket;
import io.rekindle.agent.control.AgentStatus;
import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.drill.CrashDrill;
import io.rekindle.agent.liveness.Deadlocks;
import io.rekindle.agent.liveness.ThreadDump;
import io.rekindle.agent.log.AgentLog;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.options.AgentOptions;
import io.rekindle.options.OptionException;
import io.rekindle.options.OptionSources;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Starts the agent: options, the folder of the name, ownership, the engine, the socket. Runs on the
 * main thread before the application; whatever is not needed by then is left to a thread of ours.
 * Attached to a running application it runs on a thread of the JVM, and a failure is left to
 * whoever attached it: the application goes on.
 */
public final class AgentMain implements Consumer<Object[]> {

  /** Implements {@link EngineStarter}. */
  private static final String ENGINE = "io.rekindle.agent.engine.EngineMain";

  static {
    handOver(AgentMain.class.getClassLoader());
  }

  private AgentMain() {}

  /** Gives the entry point to the premain zone, which defined us and waits for it. */
  private static void handOver(ClassLoader loader) {
    if (loader instanceof Consumer<?>) {
      @SuppressWarnings("unchecked") // the agent's loader is the only one that is a Consumer
      Consumer<Consumer<Object[]>> premain = (Consumer<Consumer<Object[]>>) loader;
      premain.accept(new AgentMain());
    }
  }

  @Override
  public void accept(Object[] arguments) {
    start(
        (String) arguments[0],
        (Instrumentation) arguments[1],
        (File) arguments[2],
        (boolean) arguments[3]);
  }

  /**
   * Starts the agent.
   *
   * @param argument what follows {@code -javaagent:...=}, or null
   * @param instrumentation the JVM's
   * @param agentJar the jar of the agent
   * @param isAttached whether the application runs already
   * @throws IllegalStateException if it is attached and can't start; the message is in {@code
   *     last-failure} too
   */
  public static void start(
      String argument, Instrumentation instrumentation, File agentJar, boolean isAttached) {
    Start start = new Start(isAttached);
    try {
      start.run(argument, instrumentation, agentJar);
    } catch (StartFailure e) {
      end(start, e.exitCode(), e.getMessage(), e.getCause());
    } catch (OptionException e) {
      end(start, StartFailure.USAGE, e.getMessage(), null);
    }
  }

  private static void end(Start start, int code, String message, Throwable cause) {
    if (start.isAttached) {
      start.release();
      FatalExit.leave(start.folder, start.incarnation, code, message);
      throw new IllegalStateException(message, cause);
    }
    FatalExit.halt(start.folder, start.incarnation, start.owner != null, code, message, cause);
  }

  /** One start; keeps how far it came, for the report of a failure. */
  private static final class Start {

    private final boolean isAttached;
    private NameFolder folder;
    private OwnerLock owner;
    private RecoveryAhead recovery;
    private int incarnation;

    Start(boolean isAttached) {
      this.isAttached = isAttached;
    }

    /** The name is free again, and this start has left nothing that counts. */
    void release() {
      if (recovery != null) {
        recovery.discard();
      }
      if (incarnation > 0) {
        folder.forgetIfEmpty(incarnation);
      }
      if (owner != null) {
        owner.release();
      }
    }

    void run(String argument, Instrumentation instrumentation, File agentJar) {
      ClassLoader loader = AgentMain.class.getClassLoader();
      // An application that runs already is not touched before the name is owned.
      BootstrapZone zone =
          isAttached ? null : BootstrapZone.start(instrumentation, loader, agentJar, false);
      AgentOptions options = readOptions(argument);
      own(options);
      if (isAttached) {
        zone = BootstrapZone.start(instrumentation, loader, agentJar, true);
      }
      zone.awaitCore();
      if (isAttached) {
        // What is captured at once may need any of it.
        zone.awaitAll();
      }

      Map<String, CommandHandler> commands = new ConcurrentHashMap<>();
      AgentHealth health = new AgentHealth();
      AgentContext context =
          new AgentContext(
              options,
              instrumentation,
              agentJar,
              isAttached,
              loader,
              folder,
              recovery,
              incarnation,
              owner,
              health,
              commands);
      commands.put("status", new AgentStatus(context, System.currentTimeMillis()));
      commands.put("probe", new Deadlocks());
      commands.put("threads", new ThreadDump(folder, incarnation));
      commands.put("crash", new CrashDrill());
      startEngine(context);
      zone.awaitAll();
      AgentSocket socket = new AgentSocket(folder.path(), commands);
      socket.start();
      HeldStart.await(folder, socket);
    }

    private AgentOptions readOptions(String argument) {
      OptionSources sources = OptionSources.ofProcess(argument);
      try {
        return AgentOptions.read(sources);
      } catch (OptionException e) {
        folder = knownFolder(sources);
        throw e;
      }
    }

    private void own(AgentOptions options) {
      try {
        folder = NameFolder.of(options.store(), options.name());
        StoreFiles.createFolders(folder.path());
        owner = OwnerLock.take(folder, options.name());
        recovery = RecoveryAhead.start(folder);
        incarnation = folder.claimIncarnation();
        owner.describe(incarnation);
      } catch (IOException e) {
        throw new StartFailure(
            StartFailure.ENVIRONMENT,
            "store is not writable: path="
                + options.store().resolve(options.name())
                + ", reason="
                + reason(e)
                + ". To use another folder, set store=DIR",
            e);
      }
      AgentLog.to(folder.log());
      AgentLog.info(
          "started: name="
              + options.name()
              + " incarnation="
              + incarnation
              + " pid="
              + Pid.current());
    }

    private static String reason(IOException e) {
      return e instanceof AccessDeniedException ? "permission denied" : e.toString();
    }

    private static void startEngine(AgentContext context) {
      EngineStarter engine;
      try {
        Class<?> type = Class.forName(ENGINE, true, context.loader());
        engine = (EngineStarter) type.getDeclaredConstructor().newInstance();
      } catch (ClassNotFoundException e) {
        context.health().setUnprotected("this build of the agent has no engine");
        AgentLog.info("no engine: " + ENGINE);
        return;
      } catch (ReflectiveOperationException | LinkageError e) {
        fail(context, e);
        return;
      }
      try {
        engine.start(context);
      } catch (StartFailure e) {
        throw e;
      } catch (Throwable t) {
        fail(context, t);
      }
    }

    /** Without state the application may run unprotected; with state it must not start empty. */
    private static void fail(AgentContext context, Throwable t) {
      if (context.isAttached()) {
        AgentLog.error("the engine could not start", t);
        throw new StartFailure(StartFailure.ENVIRONMENT, "the engine could not start: " + t, t);
      }
      if (context.incarnation() > 1) {
        AgentLog.error("the engine could not start", t);
        throw new StartFailure(
            t instanceof OutOfMemoryError ? StartFailure.TEMPORARY : StartFailure.RESTORE,
            "stored state cannot be restored: "
                + t
                + ". Nothing was changed. "
                + (t instanceof OutOfMemoryError
                    ? "Start with a larger heap (-Xmx)"
                    : "To start without it, use on-restore-failure=cold-start"),
            t);
      }
      context.health().setUnprotected("the engine could not start: " + t);
      AgentLog.error("the engine could not start, the application runs unprotected", t);
    }

    /** The folder of the name, if the options are sound enough to tell and it is there. */
    private static NameFolder knownFolder(OptionSources sources) {
      try {
        Path known = AgentOptions.folder(sources);
        return known != null && Files.isDirectory(known) ? new NameFolder(known) : null;
      } catch (OptionException e) {
        return null;
      }
    }
  }
}
