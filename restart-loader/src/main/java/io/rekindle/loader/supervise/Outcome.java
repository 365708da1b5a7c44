package io.rekindle.loader.supervise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.Json;

/**
 * How a whole {@code run} ended, for {@code --result}.
 *
 * @param incarnations how many were started by this run
 * @param exit of the last one, null if none was started
 * @param reason one word
 * @param launcherCode what the loader exits with
 */
public record Outcome(
    String name, int incarnations, int restarts, Ending exit, String reason, int launcherCode) {

  /** The application goes on without this loader. */
  public static final String RELEASED = "released";

  /** Whether the loader or the agent failed, not the application. */
  public boolean isFailure() {
    return reason.equals(EndRecord.REFUSED) || reason.equals(EndRecord.START_FAILED);
  }

  /** Whether the application crashed until nothing more was to be done about it. */
  public boolean isGivenUp() {
    return reason.equals(EndRecord.CRASH_LOOP);
  }

  /** The JSON that {@code --result} writes. */
  public ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("name", name).put("incarnations", incarnations).put("restarts", restarts);
    if (exit == null) {
      node.putNull("exit");
    } else {
      node.putObject("exit")
          .put("kind", exit.kind())
          .put("code", exit.code())
          .put("signal", exit.signal());
    }
    return node.put("reason", reason).put("launcherCode", launcherCode);
  }

  /** As the application did, if that is known. */
  static int exitCode(EndRecord end) {
    if (end.outcome().equals(EndRecord.START_FAILED)) {
      return ExitCode.ENVIRONMENT;
    }
    if (!end.ending().isUnknown()) {
      return end.ending().code();
    }
    boolean isIntended =
        end.outcome().equals(EndRecord.STOPPED) || end.cause().equals(EndRecord.CAUSE_CLEAN_EXIT);
    return isIntended ? ExitCode.OK : ExitCode.FAILURE;
  }
}
