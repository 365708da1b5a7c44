package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that one version of an application stored, read by the next one. */
class EvolutionIT {

  /** Names everywhere: statics, keyed holders, nested classes, records, enums, arrays. */
  private static final String BANK =
      """
      class Bank {
        enum Kind { SAVINGS, DAILY }
        record Limit(String name, int amount) {}
        static class Account { String owner; Kind kind; Limit limit; long cents; }
        @State static Map<String, Account> accounts = new TreeMap<>();
        @State static Account[][] ranked = new Account[0][];
        @State static Class<?> seen;
        @State static List<Object> fixed;
        @State static EnumMap<Kind, String> texts = new EnumMap<>(Kind.class);
        @Checkpoint static void open(String owner) {
          Account account = new Account();
          account.owner = owner;
          account.kind = Kind.SAVINGS;
          account.limit = new Limit("daily", 7);
          account.cents = 100;
          accounts.put(owner, account);
          ranked = new Account[][] {{account}};
          texts.put(Kind.SAVINGS, "saved");
          seen = Account.class;
          fixed = List.of(Kind.DAILY, new Object());
        }
        static String tell() {
          Account a = accounts.get("x");
          return a.owner + a.kind.ordinal() + a.limit.name() + a.limit.amount() + a.cents
              + (ranked[0][0] == a) + texts.get(Kind.SAVINGS) + (seen == Account.class)
              + (fixed.get(0) == Kind.DAILY);
        }
      }
      """;

  private static final String SESSION =
      """
      @Restartable(key = "id")
      class Session {
        final String id;
        @State int clicks;
        Session(String id) { this.id = id; }
        @Checkpoint void click() { clicks++; }
      }
      """;

  private static final String BANK_MAIN =
      """
      class Main {
        public static void main(String[] args) {
          if (args.length > 0) { Bank.open("x"); }
          Session one = new Session("1");
          one.click();
          System.out.println("state " + Bank.tell() + " clicks=" + one.clicks);
          Rekindle.checkpoint();
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  private static final String HOUSE =
      BANK.replace("class Bank", "@FormerName(\"com.acme.Bank\")\nclass House")
          .replace("enum Kind { SAVINGS", "@FormerName(\"com.acme.Bank$Kind\") enum Sort { SAVINGS")
          .replace("{ SAVINGS, ", "{ @FormerName(\"SAVINGS\") SAVED, ")
          .replace("Kind.SAVINGS", "Sort.SAVED")
          .replaceAll("\\bKind\\b(?!\")", "Sort")
          .replace("int amount", "@FormerName({\"height\", \"amount\"}) long max")
          .replace("amount()", "max()")
          .replace(
              "static class Account", "@FormerName(\"com.acme.Bank$Account\") static class Konto")
          .replaceAll("\\bAccount\\b(?!\")", "Konto")
          .replace("String owner; ", "@FormerName(\"owner\") String holder; ")
          .replace("account.owner", "account.holder")
          .replace("a.owner", "a.holder")
          .replace("Konto> accounts", "Konto> byName")
          .replace("@State static Map", "@State @FormerName(\"accounts\") static Map")
          .replace("accounts.", "byName.");

  private static final String VISIT =
      SESSION
          .replace("Session", "Visit")
          .replace("class", "@FormerName(\"com.acme.Session\")\nclass");

  private static final String HOUSE_MAIN =
      BANK_MAIN.replace("Bank", "House").replace("Session", "Visit");

  @TempDir Path temp;

  @Test
  void shouldReadStateUnderNewNamesAndStoreItUnderThem() throws IOException {
    Path old = compile("old", BANK, SESSION, BANK_MAIN);
    Path renamed = compile("renamed classes", HOUSE, VISIT, HOUSE_MAIN);
    Path later =
        compile(
            "later",
            HOUSE.replaceAll("@FormerName\\([^)]*\\)", ""),
            VISIT.replaceAll("@FormerName\\([^)]*\\)", ""),
            HOUSE_MAIN);

    String first = state(AppSources.run(old, store(), "", "new"));
    assertThat(first).isEqualTo("state x0daily7100truesavedtruetrue clicks=1");
    ChildJvm second = AppSources.run(renamed, store(), "");
    assertThat(state(second)).isEqualTo(first.replace("clicks=1", "clicks=2"));
    assertThat(second.stderr()).isEmpty();
    assertThat(dump()).doesNotContain("com.acme.Bank", "Session", "SAVINGS").contains("Konto");
    assertThat(state(AppSources.run(later, store(), "")))
        .isEqualTo(first.replace("clicks=1", "clicks=3"));
  }

  @Test
  void shouldFindRenamedClassesInsideJar() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("with space"));
    Path old = compile("old", BANK, SESSION, BANK_MAIN);
    Path renamed = compile("renamed", HOUSE, VISIT, HOUSE_MAIN);
    Path oldJar = AppSources.pack(old, folder.resolve("old.jar"));
    Path renamedJar = AppSources.pack(renamed, folder.resolve("renamed.jar"));

    String first = state(AppSources.run(oldJar, store(), "", "new"));
    assertThat(state(AppSources.run(renamedJar, store(), "")))
        .isEqualTo(first.replace("clicks=1", "clicks=2"));
  }

  @Test
  void shouldReadOldestNameWhenClassWasRenamedTwice() throws IOException {
    String one =
        "class One { @State static int count; @Checkpoint static void add() { count++; } }\n";
    String three =
        "@FormerName({\"com.acme.Two\", \"com.acme.One\"})\n" + one.replace("One", "Three");
    Path first =
        compile("one", one, main("One.add(); System.out.println(\"state \" + One.count);"));
    Path third =
        compile("three", three, main("Three.add(); System.out.println(\"state \" + Three.count);"));

    assertThat(state(AppSources.run(first, store(), ""))).isEqualTo("state 1");
    assertThat(state(AppSources.run(third, store(), ""))).isEqualTo("state 2");
    assertThat(state(AppSources.run(third, store(), ""))).isEqualTo("state 3");
  }

  @Test
  void shouldRefuseWhenTwoClassesClaimOneFormerName() throws IOException {
    String item = "class Item { int n = 1; }\n";
    String claim = "@FormerName(\"com.acme.Item\")\n";
    AppSources.run(compile("old", item, holder("Item", "new Item()")), store(), "");
    Path two =
        compile(
            "two",
            claim + item.replace("Item", "Good"),
            claim + item.replace("Item", "Ware"),
            holder("Good", "null"));

    assertRefused(
        AppSources.run(two, store(), ""),
        "several classes claim one former name: formerName=com.acme.Item,"
            + " classes=com.acme.Good, com.acme.Ware.");
  }

  @Test
  void shouldRefuseFormerNameThatIsAnotherClass() throws IOException {
    String bank = "class Bank { @State static int n; @Checkpoint static void add() { n++; } }\n";
    AppSources.run(compile("old", bank, main("Bank.add();")), store(), "");
    String house = "@FormerName(\"com.acme.Bank\")\n" + bank.replace("Bank", "House");
    Path both = compile("both", bank, house, main("House.add(); Bank.add();"));

    assertRefused(
        AppSources.run(both, store(), ""),
        "former name is the name of another class: class=com.acme.House,"
            + " formerName=com.acme.Bank.");
  }

  @Test
  void shouldKeepStateBeforeUpgradeWhenFieldsAreDropped() throws IOException {
    String old =
        """
        class Main {
          static class Extra { int deep = 5; }
          static class Item { int kept = 1; Extra gone = new Extra(); }
          @State static List<Item> items = new ArrayList<>();
          @State static String note = "";
          @Checkpoint static void add() { items.add(new Item()); note += "n"; }
          public static void main(String[] args) {
            add();
            System.out.println("state " + items.size() + note + items.get(0).gone.deep);
            Runtime.getRuntime().halt(0);
          }
        }
        """;
    String now =
        old.replace("static class Extra { int deep = 5; }", "")
            .replace(" Extra gone = new Extra();", "")
            .replace("@State static String note = \"\";", "static String note = \"\";")
            .replace("items.get(0).gone.deep", "items.get(0).kept");
    Path oldClasses = compile("old", old);
    Path nowClasses = compile("now", now);
    assertThat(state(AppSources.run(oldClasses, store(), ""))).isEqualTo("state 1n5");

    ChildJvm upgraded = AppSources.run(nowClasses, store(), "");
    assertThat(state(upgraded)).isEqualTo("state 2n1");
    Path kept = folder().setAside().resolve("before-upgrade-1");
    assertThat(upgraded.stderr()).as(upgraded.describe()).hasSize(1);
    assertThat(upgraded.stderr().get(0))
        .startsWith(
            "rekindle: WARN fields are gone, their stored values are dropped:"
                + " class=com.acme.Main field=note type=java.lang.String;"
                + " class=com.acme.Main$Item field=gone type=com.acme.Main$Extra.")
        .contains("folder=" + kept);
    assertThat(Files.readString(folder().log())).contains("class=com.acme.Main$Item field=gone");

    ChildJvm again = AppSources.run(nowClasses, store(), "");
    assertThat(state(again)).isEqualTo("state 3n1");
    assertThat(again.stderr()).as(again.describe()).isEmpty();
    assertThat(folder().setAsideFolders("before-upgrade")).containsExactly(kept);

    goBackTo(kept);
    assertThat(state(AppSources.run(oldClasses, store(), ""))).isEqualTo("state 2nn5");
  }

  /** What docs/launcher.md tells people to do. */
  private void goBackTo(Path kept) throws IOException {
    folder().setStateAside("after-upgrade");
    Files.createDirectory(folder().snapshots());
    for (Path snapshot : new NameFolder(kept).snapshotFiles()) {
      Files.copy(snapshot, folder().snapshots().resolve(snapshot.getFileName()));
    }
  }

  @Test
  void shouldKeepOnceWhatNobodyClaimsAnyMore() throws IOException {
    String old = SESSION.replace("int clicks;", "int clicks; @State String gone = \"g\";");
    String use =
        "for (String id : args) { Session s = new Session(id); s.click();"
            + " System.out.println(\"state \" + s.clicks); }";
    AppSources.run(compile("old", old, main(use)), store(), "", "1", "2");
    Path now = compile("now", SESSION, main(use));

    assertThat(state(AppSources.run(now, store(), "", "1"))).isEqualTo("state 2");
    ChildJvm again = AppSources.run(now, store(), "", "1");
    assertThat(state(again)).isEqualTo("state 3");
    assertThat(again.stderr()).as(again.describe()).isEmpty();
    assertThat(folder().setAsideFolders("before-upgrade")).hasSize(1);
    assertThat(state(AppSources.run(now, store(), "", "2"))).isEqualTo("state 2");
  }

  @Test
  void shouldTellWhichRootsNobodyClaims() throws IOException {
    String use =
        "for (String id : args) { new Session(id).click(); }"
            + " System.out.println(\"ready\"); try { System.in.read(); } catch (Exception e) { }";
    Path classes = compile("now", SESSION, main(use).replace("Runtime.getRuntime().halt(0);", ""));
    try (ChildJvm all = AppSources.start(classes, store(), "", "1", "2", "3")) {
      all.awaitLine("ready");
      assertThat(AgentStatusClient.awaitHealth(store(), "PROTECTED"))
          .contains("\"unclaimedCount\":0,\"unclaimedRoots\":[]");
      all.killHard();
    }
    try (ChildJvm one = AppSources.start(classes, store(), "", "2")) {
      one.awaitLine("ready");
      assertThat(AgentStatusClient.awaitHealth(store(), "PROTECTED"))
          .contains(
              "\"unclaimedCount\":2,"
                  + "\"unclaimedRoots\":[\"com.acme.Session[1]\",\"com.acme.Session[3]\"]");
      one.sendLine("");
      assertThat(one.awaitExit(Apps.LIMIT)).as(one.describe()).isZero();
      assertThat(one.stderr()).as(one.describe()).isEmpty();
    }
    assertThat(Files.readString(folder().log()))
        .contains(
            "stored roots that nobody claimed: count=2,"
                + " roots=[com.acme.Session[1], com.acme.Session[3]]. They stay in the store.");
  }

  @Test
  void shouldRefuseMissingClassWithItsPath() throws IOException {
    String extra = "class Extra { int n = 1; }\n";
    AppSources.run(compile("old", extra, holder("Object", "new Extra()")), store(), "");

    assertRefused(
        AppSources.run(compile("now", holder("Object", "null")), store(), ""),
        "stored class is missing: class=com.acme.Extra, at=static com.acme.Main.held, objects=1,");
  }

  @Test
  void shouldRefuseMissingClassWithStaticState() throws IOException {
    String gone = "class Gone { @State static int n; @Checkpoint static void add() { n++; } }\n";
    AppSources.run(compile("old", gone, holder("Object", "null", "Gone.add();")), store(), "");

    assertRefused(
        AppSources.run(compile("now", holder("Object", "null")), store(), ""),
        "stored class is missing: class=com.acme.Gone, at=static com.acme.Gone, objects=1,");
  }

  @Test
  void shouldGoOnWhenClassHasNoStateAnyMore() throws IOException {
    String main = holder("Object", "null", "Other.add();");
    String other =
        """
        class Other {
          @State static Map<String, Extra> extras = new HashMap<>();
          @Checkpoint static void add() { extras.put("x", new Extra()); }
        }
        """;
    String now = other.replace("@State ", "").replace("Extra", "Object");
    AppSources.run(compile("old", other, "class Extra {}\n", main), store(), "");
    ChildJvm second = AppSources.run(compile("now", now, main), store(), "");

    assertThat(state(second)).isEqualTo("state null");
    assertThat(second.stderr()).as(second.describe()).isEmpty();
    assertThat(dump()).contains("static com.acme.Other", "\"class\":\"com.acme.Extra\"");
  }

  @Test
  void shouldRefuseFieldThatChangedItsType() throws IOException {
    Path old = compile("old", "class Item { int n = 1; }\n", holder("Item", "new Item()"));
    AppSources.run(old, store(), "");

    Path now = compile("now", "class Item { String n; }\n", holder("Item", "null"));
    assertRefused(
        AppSources.run(now, store(), ""),
        "field has changed its type: class=com.acme.Item, field=n, stored=int,"
            + " now=java.lang.String.");
    // The previous version still finds everything.
    assertThat(state(AppSources.run(old, store(), ""))).startsWith("state com.acme.Item");
  }

  @Test
  void shouldRefuseToDropWhenStateCannotBeKept() throws IOException {
    String item = "class Item { int n = 1; int gone = 2; }\n";
    AppSources.run(compile("old", item, holder("Item", "new Item()")), store(), "");
    Path now = compile("now", item.replace(" int gone = 2;", ""), holder("Item", "null"));
    Files.writeString(folder().setAside(), "no folder can be made here");

    ChildJvm refused = AppSources.run(now, store(), ",on-restore-failure=cold-start");
    assertThat(refused.awaitExit(Apps.LIMIT)).as(refused.describe()).isEqualTo(78);
    assertThat(refused.stderr()).as(refused.describe()).hasSize(1);
    assertThat(refused.stderr().get(0))
        .startsWith(
            "rekindle: ERROR state before the upgrade cannot be kept: folder="
                + folder().setAside()
                + ", reason=")
        .endsWith("make room in the store and start again");

    Files.delete(folder().setAside());
    ChildJvm again = AppSources.run(now, store(), "");
    assertThat(state(again)).startsWith("state com.acme.Item");
    assertThat(folder().setAsideFolders("before-upgrade")).hasSize(1);
  }

  @Test
  void shouldRefuseTwoFieldsThatClaimOne() throws IOException {
    AppSources.run(
        compile("old", "class Item { int n = 1; }\n", holder("Item", "new Item()")), store(), "");
    String two = "class Item { @FormerName(\"n\") int a; @FormerName(\"n\") int b; }\n";

    assertRefused(
        AppSources.run(compile("now", two, holder("Item", "null")), store(), ""),
        "two fields claim one stored field: class=com.acme.Item, stored=n, fields=a, b.");
  }

  @Test
  void shouldFindRenamedClassOfLibraryThatIsIncluded() throws IOException {
    String item = "class Item { int n = 7; public String toString() { return \"n=\" + n; } }\n";
    String ware = "@FormerName(\"com.acme.Item\")\n" + item.replace("Item", "Ware");
    Path library = AppSources.of(ware).compileTo(temp.resolve("library"));
    Path main = compile("main", holder("Object", "null"));
    AppSources.run(compile("old", item, holder("Object", "new Item()")), store(), "");

    try (ChildJvm now =
        ChildJvm.of("com.acme.Main")
            .classPath(main, AppSources.pack(library, temp.resolve("library.jar")))
            .flags(Apps.flags())
            .withAgent("name=" + Apps.NAME + ",store=" + store() + ",include=com.acme.Ware")
            .start()) {
      assertThat(state(now)).isEqualTo("state n=7");
    }
  }

  @Test
  void shouldRefuseObjectThatDoesNotFitItsField() throws IOException {
    AppSources.run(compile("old", holder("List<String>", "new ArrayList<>()")), store(), "");

    assertRefused(
        AppSources.run(compile("now", holder("Map<String, String>", "null")), store(), ""),
        "field has changed its type: class=com.acme.Main, field=held, stored=java.util.List,"
            + " now=java.util.Map, value=java.util.ArrayList.");
  }

  @Test
  void shouldReadRecordByNamesOfItsComponents() throws IOException {
    String old = "record Point(int x, int y, String note) {}\n";
    AppSources.run(compile("old", old, holder("Point", "new Point(1, 2, \"n\")")), store(), "");
    String now = "record Point(String added, long y, int x) {}\n";
    ChildJvm second = AppSources.run(compile("now", now, holder("Point", "null")), store(), "");

    assertThat(state(second)).isEqualTo("state Point[added=null, y=2, x=1]");
    assertThat(second.stderr()).as(second.describe()).hasSize(1);
    assertThat(second.stderr().get(0))
        .contains("class=com.acme.Point field=note type=java.lang.String");
  }

  @Test
  void shouldRefuseEnumConstantThatIsGone() throws IOException {
    String color = "enum Color { RED, BLUE }\n";
    AppSources.run(compile("old", color, holder("Color", "Color.BLUE")), store(), "");

    Path now = compile("now", color.replace(", BLUE", ""), holder("Color", "null"));
    assertRefused(
        AppSources.run(now, store(), ""),
        "enum constant is gone: class=com.acme.Color, constant=BLUE.");
  }

  @Test
  void shouldRefuseClassThatBecameSomethingElse() throws IOException {
    AppSources.run(
        compile("old", "class Item { int n = 1; }\n", holder("Item", "new Item()")), store(), "");

    Path now = compile("now", "enum Item { ONE }\n", holder("Item", "null"));
    assertRefused(
        AppSources.run(now, store(), ""),
        "class is captured in another way than it was stored: class=com.acme.Item, stored=PLAIN,"
            + " now=a value or refused.");
  }

  /** A {@code Main} that holds one object. */
  private static String holder(String type, String made, String... more) {
    return """
        class Main {
          @State static TYPE held;
          @Checkpoint static void set() { if (held == null) { held = MADE; } }
          public static void main(String[] args) {
            set();
            MORE
            System.out.println("state " + held);
            Runtime.getRuntime().halt(0);
          }
        }
        """
        .replace("TYPE", type)
        .replace("MADE", made)
        .replace("MORE", String.join("", more));
  }

  private static String main(String body) {
    return "class Main {\n  public static void main(String[] args) {\n"
        + body
        + "\nRuntime.getRuntime().halt(0);\n  }\n}\n";
  }

  private Path compile(String folder, String... sources) throws IOException {
    return AppSources.of(sources).compileTo(temp.resolve(folder));
  }

  private Path store() {
    return temp.resolve("store");
  }

  private NameFolder folder() {
    return NameFolder.of(store(), Apps.NAME);
  }

  private static String state(ChildJvm jvm) {
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    List<String> lines = jvm.stdout();
    return lines.get(lines.size() - 1);
  }

  private void assertRefused(ChildJvm jvm, String message) throws IOException {
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(65);
    assertThat(jvm.stdout()).as(jvm.describe()).isEmpty();
    assertThat(jvm.stderr()).as(jvm.describe()).hasSize(1);
    assertThat(jvm.stderr().get(0)).contains("rekindle: ERROR " + message);
    assertThat(Files.readString(folder().lastFailure())).contains("code=65").contains(message);
  }

  private String dump() throws IOException {
    StringBuilder text = new StringBuilder();
    try (StateImage image = Recovery.open(folder())) {
      GraphDump.writeState(image, text);
    }
    return text.toString();
  }
}
