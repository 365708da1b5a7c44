package io.rekindle.agent.types;

import io.rekindle.TrackedFile;
import io.rekindle.agent.StartFailure;
import io.rekindle.agent.log.Log;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.spi.FileAccess;
import io.rekindle.spi.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Tracked files: path, mode, position, length, and what tells whether somebody else has changed the
 * file. The path is stored as a path, so that a relocation finds it. Compared at each commit.
 */
public final class TrackedFileHandler extends NodeHandler {

  private static final Log LOG = Log.of(TrackedFileHandler.class);

  private static final List<FieldDescriptor> FIELDS =
      List.of(
          field("path", "Ljava/nio/file/Path;"),
          field("mode", "Ljava/lang/String;"),
          field("options", "I"),
          field("position", "J"),
          field("length", "J"),
          field("hashedFrom", "J"),
          field("hashedTo", "J"),
          field("crc", "I"),
          field("inode", "J"),
          field("inodePath", "Ljava/lang/String;"),
          field("isOpen", "Z"));

  TrackedFileHandler() {
    super(TrackedFile.class, NodeKind.PLAIN, FIELDS);
  }

  private static FieldDescriptor field(String name, String type) {
    return new FieldDescriptor(TrackedFile.class.getName(), name, type);
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    FileState state = FileAccess.get().stateOf((TrackedFile) node);
    sink.putReference(state.path());
    sink.putReference(state.mode());
    sink.putInt(state.options());
    sink.putLong(state.position());
    sink.putLong(state.length());
    sink.putLong(state.hashedFrom());
    sink.putLong(state.hashedTo());
    sink.putInt(state.crc());
    sink.putLong(state.inode());
    sink.putReference(state.inodePath());
    sink.putBoolean(state.isOpen());
  }

  /** What the application has opened already is the object, wherever it holds it. */
  @Override
  public Object allocate(NodeSource source) {
    return FileAccess.get().take(take(source.fields(this)));
  }

  @Override
  public void fill(Object node, NodeSource source) {
    FileState state = take(source.fields(this));
    TrackedFile file = (TrackedFile) node;
    String change;
    try {
      change = FileAccess.get().restore(file, state);
    } catch (IOException e) {
      throw new StartFailure(
          StartFailure.ENVIRONMENT,
          "tracked file can't be opened again: path="
              + state.path()
              + ", mode="
              + state.mode()
              + ", position="
              + state.position()
              + ", cause="
              + e
              + ". Bring it back, or relocate its path.");
    }
    if (change != null) {
      changed(state, change);
    }
  }

  private static void changed(FileState state, String change) {
    String text =
        "tracked file was changed since the last commit: path=" + state.path() + ", " + change;
    if ((state.options() & 1 << TrackedFile.Option.WARN_IF_CHANGED.ordinal()) == 0) {
      throw new IllegalStateException(
          text + ". Bring the file back as it was; or open it with WARN_IF_CHANGED.");
    }
    LOG.warn("{}; it is used as it is", text);
  }

  private static FileState take(FieldSource fields) {
    return new FileState(
        (Path) fields.takeReference(),
        (String) fields.takeReference(),
        fields.takeInt(),
        fields.takeLong(),
        fields.takeLong(),
        fields.takeLong(),
        fields.takeLong(),
        fields.takeInt(),
        fields.takeLong(),
        (String) fields.takeReference(),
        fields.takeBoolean());
  }
}
