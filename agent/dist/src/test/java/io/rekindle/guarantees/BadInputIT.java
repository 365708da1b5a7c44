package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in annotations: each is one error that says what to do, and the application goes on. */
class BadInputIT {

  @TempDir Path temp;

  @Test
  void shouldNameClassWhenSecondInstanceHasNoKey() throws IOException {
    String session = "class Session { @State int clicks; }\n";
    assertOneError(
        run(session, "Session a = new Session(); Session b = new Session(); b.clicks = a.clicks;"),
        "second live instance: class=com.acme.Session, root=com.acme.Session; its state is not"
            + " captured. Annotate the class with @Restartable(key = \"...\") to tell instances"
            + " apart.");
  }

  @Test
  void shouldNameKeyWhenTwoInstancesHaveTheSame() throws IOException {
    assertOneError(
        run(keyed("String id;", "this.id = (String) id;"), two("\"x\"", "\"x\"")),
        "second live instance: class=com.acme.Session, root=com.acme.Session[x]; its state is not"
            + " captured. Give each instance a key of its own: key=id, value=x.");
  }

  @Test
  void shouldNameKeyWhenItIsNull() throws IOException {
    assertOneError(
        run(keyed("String id;", ""), two("\"x\"", "\"y\"").replace("Session b", "// ")),
        "key is not set when the constructor returns: class=com.acme.Session, key=id; the state of"
            + " this instance is not captured. Set the field in the constructor.");
  }

  @Test
  void shouldNameTypeWhenKeyHasNoStableText() throws IOException {
    assertOneError(
        run(
            keyed("Object id;", "this.id = id;"),
            two("new int[1]", "1").replace("Session b", "//")),
        "key has a type that is no key: class=com.acme.Session, key=id, type=int[],"
            + " expected=a String, an integer, an enum constant or a UUID; the state of this"
            + " instance is not captured. Choose another key.");
  }

  @Test
  void shouldNameFieldWhenKeyIsNoField() throws IOException {
    assertOneError(
        run(
            keyed("String other;", "").replace("this.id = id;", ""),
            two("1", "2").replace("Session b", "// ")),
        "key field not found: class=com.acme.Session, key=id; the state of this instance is not"
            + " captured. Correct the key of @Restartable.");
  }

  @Test
  void shouldWarnWhenKeyChangesAfterConstructor() throws IOException {
    String session =
        keyed("String id;", "this.id = (String) id;")
            .replace("@State", "@Checkpoint void rename() { id = \"other\"; clicks++; } @State");
    assertOneError(
        run(session, "Session a = new Session(\"x\"); a.rename(); new Session(\"x\");"),
        "second live instance: class=com.acme.Session, root=com.acme.Session[x]; its state is not"
            + " captured. Give each instance a key of its own: key=id, value=x; the key of the"
            + " first instance has changed since its constructor returned, value=other.");
  }

  private static String keyed(String field, String setting) {
    return "@Restartable(key = \"id\")\nclass Session { @State int clicks; "
        + field
        + " Session(Object id) { "
        + setting
        + " } }\n";
  }

  private static String two(String one, String other) {
    return "Session a = new Session(" + one + ");\nSession b = new Session(" + other + ");";
  }

  private ChildJvm run(String session, String body) throws IOException {
    String main =
        "class Main {\n  public static void main(String[] args) {\n"
            + body
            + "\nSystem.out.println(\"went on\");\nRekindle.checkpoint();\n"
            + "Runtime.getRuntime().halt(0);\n  }\n}\n";
    Path classes = AppSources.of(session, main).compileTo(temp.resolve("classes"));
    return AppSources.run(classes, temp.resolve("store"), "");
  }

  private static void assertOneError(ChildJvm jvm, String message) {
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    assertThat(jvm.stdout()).as(jvm.describe()).containsExactly("went on");
    assertThat(jvm.stderr()).as(jvm.describe()).containsExactly("rekindle: ERROR " + message);
  }
}
