package io.rekindle.agent.engine;

import java.io.File;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Finds where the main class comes from, before it is loaded. */
final class MainLocation {

  private MainLocation() {}

  /**
   * A part of the URL that classes beside the main class have.
   *
   * @param command {@code sun.java.command}: the main class or the jar, and the arguments
   * @param classPath {@code java.class.path}
   * @return the path of a jar or folder, URL-encoded, or the empty string if it can't be told
   */
  static String find(String command, String classPath) {
    String first = firstWord(command == null ? "" : command);
    if (first.isEmpty()) {
      return "";
    }
    if (first.endsWith(".jar") && classPath.equals(first)) {
      return ofJar(new File(first));
    }
    int slash = first.indexOf('/');
    String main = slash > 0 ? first.substring(slash + 1) : first;
    String resource = main.replace('.', '/') + ".class";
    java.net.URL url = ClassLoader.getSystemResource(resource);
    if (url == null) {
      return "";
    }
    String location = url.toString();
    String path = location.substring(0, location.length() - resource.length());
    int bang = path.indexOf("!/");
    return strip(bang > 0 ? path.substring(0, bang) : path);
  }

  private static String firstWord(String command) {
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  private static String ofJar(File jar) {
    String path = jar.getAbsoluteFile().toURI().getRawPath();
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      if (manifest != null
          && manifest.getMainAttributes().getValue(new Attributes.Name("Start-Class")) != null) {
        // An executable jar with the application's classes in a folder of their own.
        String classes =
            manifest.getMainAttributes().getValue(new Attributes.Name("Spring-Boot-Classes"));
        return path + "!/" + (classes == null ? "BOOT-INF/classes/" : classes);
      }
    } catch (IOException e) {
      // The JVM is about to say what is wrong with the jar.
      return path;
    }
    return path;
  }

  private static String strip(String path) {
    int scheme = path.lastIndexOf("file:");
    return scheme < 0 ? path : path.substring(scheme + "file:".length());
  }
}
