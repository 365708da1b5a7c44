package com.acme.archive;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps files and paths; its state and checkpoint are named by options. */
public final class Archive {
  private static final List<Path> SHELVES = new ArrayList<>();
  private static final Map<Path, String> TITLES = new HashMap<>();
  private static File home;

  private Archive() {}

  static void found(String folder) {
    home = new File(folder);
    SHELVES.add(Path.of(folder, "shelf"));
    SHELVES.add(Path.of("relative"));
    TITLES.put(Path.of(folder, "book"), folder + " is a text");
  }

  /** Founds it in the folder of the argument if there is none yet, and prints what there is. */
  public static void main(String[] args) {
    if (home == null) {
      found(args[0]);
    }
    System.out.println(
        "home=%s shelves=%s titles=%s found=%s cwd=%s"
            .formatted(
                home,
                SHELVES,
                TITLES,
                TITLES.containsKey(home.toPath().resolve("book")),
                System.getProperty("user.dir")));
  }
}
