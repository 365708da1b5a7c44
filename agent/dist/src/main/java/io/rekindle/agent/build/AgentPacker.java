package io.rekindle.agent.build;

import io.rekindle.agent.premain.InstArchive;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * Sorts the class path of the agent into the zones of its jar: {@code AgentPacker OUTPUT OWN PATH},
 * where OWN is the folder with the premain classes and PATH the class path of everything else.
 */
public final class AgentPacker {

  /** Where the agent's own classes are. */
  private static final String OWN = "io/rekindle/";

  private static final String COLLECTIONS = "io/rekindle/bootstrap/collections/";

  /** Of classes of the bootstrap zone, see {@code BootClasses}. */
  private static final String PACK_SUFFIX = ".pack";

  private AgentPacker() {}

  /** Writes the contents of the jar into the folder OUTPUT, which must not exist. */
  public static void main(String[] args) throws Exception {
    Path output = Path.of(args[0]);
    var contents = new JarContents();
    contents.add(Path.of(args[1]));
    for (String element : args[2].split(File.pathSeparator)) {
      contents.add(Path.of(element));
    }
    Map<String, byte[]> root = new TreeMap<>();
    Map<String, byte[]> boot = new TreeMap<>();
    Map<String, byte[]> inst = new TreeMap<>();
    contents
        .entries()
        .forEach(
            (name, bytes) -> {
              switch (Zone.of(name)) {
                case PREMAIN -> root.put(name, bytes);
                case BOOTSTRAP -> boot.put(name, bytes);
                case INST -> inst.put(name, bytes);
                case NONE -> {}
                default -> throw new AssertionError(name);
              }
            });
    LambdaClasses.replaceAll(inst, OWN);
    root.putAll(boot);
    addPacks(boot, inst);
    for (var entry : root.entrySet()) {
      write(output.resolve(entry.getKey()), entry.getValue());
    }
    pack(output, inst);
  }

  /** The tracked collections, most of the zone, are defined beside the rest of a start. */
  private static void addPacks(Map<String, byte[]> boot, Map<String, byte[]> inst)
      throws Exception {
    List<String> core = new ArrayList<>();
    List<String> collections = new ArrayList<>();
    for (String name : new DefinitionOrder(boot).order()) {
      (name.startsWith(COLLECTIONS) ? collections : core).add(name);
    }
    inst.put("boot" + PACK_SUFFIX, pack(core, boot));
    inst.put("collections" + PACK_SUFFIX, pack(collections, boot));
  }

  private static byte[] pack(List<String> order, Map<String, byte[]> classes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(order.size());
    for (String name : order) {
      byte[] content = classes.get(name);
      out.writeUTF(name.substring(0, name.length() - ".class".length()));
      out.writeInt(content.length);
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void pack(Path output, Map<String, byte[]> contents) throws IOException {
    var byHash = new TreeMap<Long, String>();
    for (String name : contents.keySet()) {
      String other = byHash.put(InstArchive.hash(name), name);
      if (other != null) {
        throw new IllegalStateException("one hash for two names: " + name + " " + other);
      }
    }
    var pack = new ByteArrayOutputStream();
    var index = new ByteArrayOutputStream();
    var out = new DataOutputStream(index);
    out.writeInt(byHash.size());
    for (long hash : byHash.keySet()) {
      out.writeLong(hash);
    }
    for (String name : byHash.values()) {
      byte[] content = contents.get(name);
      byte[] packed = isOfEachStart(name) ? content : deflate(content);
      out.writeInt(pack.size());
      out.writeInt(packed.length);
      out.writeInt(content.length);
      pack.write(packed);
    }
    write(output.resolve(InstArchive.INDEX), index.toByteArray());
    write(output.resolve(InstArchive.PACK), pack.toByteArray());
  }

  /** To inflate our own classes, one by one, would take each start longer than to read them. */
  private static boolean isOfEachStart(String name) {
    return name.startsWith(OWN) || name.endsWith(PACK_SUFFIX);
  }

  /** What is not smaller is left as it is; the reader tells by the size. */
  private static byte[] deflate(byte[] content) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    byte[] packed = new byte[content.length];
    int length = deflater.deflate(packed);
    boolean smaller = deflater.finished() && length < content.length;
    deflater.end();
    return smaller ? Arrays.copyOf(packed, length) : content;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
