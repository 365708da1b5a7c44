package io.rekindle.agent.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Finds where the main class comes from, before it is loaded. */
final class MainLocation {

  private static final Attributes.Name START_CLASS = new Attributes.Name("Start-Class");
  private static final Attributes.Name CLASSES = new Attributes.Name("Spring-Boot-Classes");

  /** Where executable jars and wars keep the application's classes if their manifest is silent. */
  private static final List<String> CLASSES_DEFAULTS =
      List.of("BOOT-INF/classes/", "WEB-INF/classes/");

  /** Launchers that may be started in place of the one that the manifest names. */
  private static final String BOOT_LAUNCHERS = "org.springframework.boot.loader.";

  private MainLocation() {}

  /**
   * A part of the URL that classes beside the main class have. Where a launcher is started that
   * brings the application's classes along in a folder beside itself, it is that folder.
   *
   * @param command {@code sun.java.command}: the main class or the jar, and the arguments
   * @param classPath {@code java.class.path}
   * @return the path of a jar or folder, URL-encoded, for a folder in a jar with {@code !/} between
   *     them, or the empty string if it can't be told
   */
  static String find(String command, String classPath) {
    return find(command, classPath, ClassLoader.getSystemClassLoader());
  }

  /** The same, with the loader of the main class. */
  static String find(String command, String classPath, ClassLoader loader) {
    if (command == null || command.isEmpty()) {
      return "";
    }
    if (isJarCommand(command, classPath)) {
      File jar = new File(classPath);
      return ofJar(jar, rawPath(jar), null);
    }
    String main = mainClass(command);
    String resource = main.replace('.', '/') + ".class";
    URL url = loader.getResource(resource);
    if (url == null) {
      return "";
    }
    String location = url.toString();
    String path = location.substring(0, location.length() - resource.length());
    int bang = path.indexOf("!/");
    return bang > 0 ? ofJar(strip(path.substring(0, bang)), main) : ofFolder(strip(path), main);
  }

  /** With {@code -jar} the jar, which may have spaces in its path, is the class path. */
  private static boolean isJarCommand(String command, String classPath) {
    return classPath != null
        && command.startsWith(classPath)
        && (command.length() == classPath.length() || command.charAt(classPath.length()) == ' ')
        && new File(classPath).isFile();
  }

  /** Class names have no spaces; what is before the slash is a module. */
  private static String mainClass(String command) {
    int space = command.indexOf(' ');
    String first = space < 0 ? command : command.substring(0, space);
    return first.substring(first.indexOf('/') + 1);
  }

  private static String rawPath(File file) {
    return file.getAbsoluteFile().toURI().getRawPath();
  }

  private static String ofJar(String path, String main) {
    return path.startsWith("/") ? ofJar(new File(file(path)), path, main) : path;
  }

  private static String ofJar(File jar, String path, String main) {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      String classes =
          manifest == null
              ? null
              : classesFolder(
                  manifest.getMainAttributes(),
                  main,
                  folder -> file.stream().anyMatch(entry -> entry.getName().startsWith(folder)));
      return classes == null ? path : path + "!/" + classes;
    } catch (IOException e) {
      // The JVM is about to say what is wrong with the jar.
      return path;
    }
  }

  /** An executable jar may have been unpacked. */
  private static String ofFolder(String path, String main) {
    if (!path.startsWith("/")) {
      return path;
    }
    Path folder = Path.of(file(path));
    try (InputStream in = Files.newInputStream(folder.resolve(JarFile.MANIFEST_NAME))) {
      String classes =
          classesFolder(
              new Manifest(in).getMainAttributes(),
              main,
              inside -> Files.isDirectory(folder.resolve(inside)));
      return classes == null ? path : path + classes;
    } catch (IOException e) {
      // Most folders have no manifest.
      return path;
    }
  }

  /**
   * The folder of the application's classes beside a launcher, or null if there is none.
   *
   * @param main the class that is started; null if it is the manifest's
   */
  private static String classesFolder(
      Attributes attributes, String main, Predicate<String> exists) {
    boolean isLauncher =
        main == null
            || main.startsWith(BOOT_LAUNCHERS)
            || main.equals(attributes.getValue(Attributes.Name.MAIN_CLASS));
    if (!isLauncher || attributes.getValue(START_CLASS) == null) {
      return null;
    }
    String named = attributes.getValue(CLASSES);
    for (String folder : named == null ? CLASSES_DEFAULTS : List.of(named)) {
      if (exists.test(folder)) {
        return folder;
      }
    }
    return null;
  }

  private static String file(String rawPath) {
    return URI.create("file:" + rawPath).getPath();
  }

  private static String strip(String path) {
    int scheme = path.lastIndexOf("file:");
    return scheme < 0 ? path : path.substring(scheme + "file:".length());
  }
}
