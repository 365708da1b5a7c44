package io.rekindle.agent.engine;

import io.rekindle.agent.AgentContext;
import io.rekindle.agent.StartFailure;
import io.rekindle.agent.log.Log;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.options.AgentOptions.OnRestoreFailure;
import java.io.IOException;

/** Reads what earlier incarnations stored, or does what {@code on-restore-failure} says. */
final class StoredImage {

  private static final Log LOG = Log.of(StoredImage.class);

  private StoredImage() {}

  static StateImage read(AgentContext context) {
    NameFolder folder = context.folder();
    try {
      StateImage image = context.recovery().await();
      for (String note : image.notes()) {
        LOG.warn(note);
      }
      return image;
    } catch (IOException e) {
      throw new StartFailure(
          StartFailure.ENVIRONMENT, "stored state cannot be read: folder=" + folder, e);
    } catch (CorruptStateException e) {
      if (context.options().onRestoreFailure() == OnRestoreFailure.ABORT) {
        throw new StartFailure(
            StartFailure.RESTORE,
            "stored state is damaged: "
                + e.getMessage()
                + ". Nothing was changed. To start without it, use on-restore-failure=cold-start",
            e);
      }
      LOG.error("stored state is damaged: {}. {}", e.getMessage(), setAside(folder));
    }
    try {
      return Recovery.open(folder);
    } catch (IOException e) {
      throw new StartFailure(
          StartFailure.ENVIRONMENT, "stored state cannot be read: folder=" + folder, e);
    }
  }

  /** Moves all stored state away, so that the next start is empty; tells where it is now. */
  static String setAside(NameFolder folder) {
    try {
      return "The state was set aside, nothing was deleted: folder="
          + folder.setStateAside("unrestorable");
    } catch (IOException e) {
      throw new StartFailure(
          StartFailure.ENVIRONMENT, "state cannot be set aside: folder=" + folder, e);
    }
  }
}
