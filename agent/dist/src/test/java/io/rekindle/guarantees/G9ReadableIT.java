package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.codec.verify.StoreVerifier;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of an application whose classes exist nowhere in the JVM that reads it. */
class G9ReadableIT {

  private static final String SOURCE =
      """
      package com.acme;
      import io.rekindle.*;
      public class Shop {
        static class Order { String customer; int amount; Order(String c, int a) { customer = c; amount = a; } }
        @State private static final java.util.Map<String, Order> ORDERS = new java.util.TreeMap<>();
        @Checkpoint static void order(String c, int a) { ORDERS.put(c, new Order(c, a)); }
        public static void main(String[] args) throws Exception {
          order("Ada", 41); order("Bob", 7); order("Ada", 42);
          System.out.println("state done");
          System.in.read();
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void shouldVerifyAndDumpStoreWithoutClassesWhenKilled() throws IOException {
    Path store = temp.resolve("store");
    Path classes = compile();
    ChildJvm jvm = ChildJvm.of("com.acme.Shop").classPath(classes);
    try (jvm) {
      jvm.withAgent("name=" + Apps.NAME + ",store=" + store).start();
      jvm.awaitLine("state done");
    }
    NameFolder folder = NameFolder.of(store, Apps.NAME);

    assertThat(StoreVerifier.verify(folder)).noneMatch(finding -> finding.isFatal());
    var text = new StringBuilder();
    try (StateImage image = Recovery.open(folder)) {
      GraphDump.write(image, text);
    }
    String dump = text.toString();
    assertThat(dump).contains("\"class\":\"com.acme.Shop\"");
    var ada = Pattern.compile("\\[\"Ada\",\\{\"ref\":(\\d+)}]").matcher(dump);
    assertThat(ada.find()).as(dump).isTrue();
    assertThat(dump)
        .contains("{\"oid\":" + ada.group(1) + ",\"class\":\"com.acme.Shop$Order\"")
        .contains("\"customer\":\"Ada\",\"amount\":42}");
  }

  private Path compile() throws IOException {
    Path source = Files.writeString(temp.resolve("Shop.java"), SOURCE);
    Path classes = Files.createDirectory(temp.resolve("classes"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("rekindle.agent.jar"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).isZero();
    return classes;
  }
}
