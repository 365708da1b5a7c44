package io.rekindle.loader.launch;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LastFailure;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the agent into a JVM that runs already, through the attach API of the JDK. A failure leaves
 * that JVM as it was, but for lines on its stderr.
 */
public final class AttachedAgent {
  private static final int FEATURE_MIN = 17;
  private static final Path PROC = Path.of("/proc");

  private AttachedAgent() {}

  /**
   * Finds out whether agents can be loaded at all, and whether {@code pid} is a JVM: to another
   * program the signal that the attach API begins with may be deadly.
   *
   * @throws LoaderException if not
   */
  public static void check(long pid) {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw LoaderException.environment(
          "the JDK that runs the loader has no module jdk.attach, which --capture needs: java.home="
              + System.getProperty("java.home")
              + ". Use another JDK for the loader, or leave out --capture");
    }
    if (!isJvm(pid)) {
      throw LoaderException.usage(
          "--capture needs the pid of a JVM itself, and in this process there is none: pid="
              + pid
              + ". If it is a script, give the pid of the java process that it started");
    }
  }

  /** True also where the system does not tell. */
  private static boolean isJvm(long pid) {
    Path maps = PROC.resolve(pid + "/maps");
    if (!Files.exists(maps)) {
      return true;
    }
    try {
      return Files.readString(maps).contains("/libjvm.so");
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Loads it, and returns when it has started.
   *
   * @param argument the agent's options
   * @param folder where an agent that does not start says why
   * @throws LoaderException if it was not loaded or did not start; the application goes on
   */
  public static void load(long pid, Path agentJar, String argument, NameFolder folder) {
    LastFailure failure = new LastFailure(folder);
    VirtualMachine machine = attach(pid);
    try {
      refuseIfTooOld(pid, machine);
      machine.loadAgent(agentJar.toAbsolutePath().toString(), argument);
    } catch (AgentInitializationException e) {
      throw LoaderException.temporary(notStarted(pid) + e.getMessage());
    } catch (AgentLoadException e) {
      throw LoaderException.environment(
          "the JVM refuses the agent: pid="
              + pid
              + ": "
              + e.getMessage()
              + ". It may have been started with -XX:-EnableDynamicAgentLoading; without --capture"
              + " it can be supervised nonetheless");
    } catch (IOException e) {
      throw LoaderException.temporary(notStarted(pid) + e.getMessage());
    } finally {
      detach(machine);
    }
    // The JVM would print a trace of an exception; so the agent just says why, and returns.
    failure
        .latest()
        .ifPresent(
            said -> {
              throw LoaderException.ofCode(said.code(), said.message());
            });
  }

  private static String notStarted(long pid) {
    return "the agent did not start, the application goes on: pid=" + pid + ": ";
  }

  private static VirtualMachine attach(long pid) {
    try {
      return VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw LoaderException.environment(
          "the JVM can't be attached to: pid="
              + pid
              + ": "
              + e.getMessage()
              + ". It may be stopped, or have been started with -XX:+DisableAttachMechanism; without"
              + " --capture it can be supervised nonetheless");
    } catch (IOException e) {
      throw LoaderException.temporary(
          "the JVM can't be attached to: pid=" + pid + ": " + e.getMessage());
    }
  }

  private static void refuseIfTooOld(long pid, VirtualMachine machine) throws IOException {
    String version =
        machine.getSystemProperties().getProperty("java.specification.version", "unknown");
    if (!version.matches("\\d{1,4}") || Integer.parseInt(version) < FEATURE_MIN) {
      throw LoaderException.environment(
          "the JVM is too old for the agent: pid="
              + pid
              + ", version="
              + version
              + ", expected="
              + FEATURE_MIN
              + " or later");
    }
  }

  private static void detach(VirtualMachine machine) {
    try {
      machine.detach();
    } catch (IOException e) {
      // The connection is closed either way.
    }
  }
}
