package io.rekindle.codec.relocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a rule matches, how it is written, and which rules are refused. */
class RelocationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rule          | path            | relocated
        "/tmp/foo=/new   | /tmp/foo        | /new",
        "/tmp/foo=/new   | /tmp/foo/1      | /new/1",
        "/tmp/foo=/new   | /tmp/foo/1/2    | /new/1/2",
        "/tmp/foo=/new   | /tmp/fooz       | /tmp/fooz",
        "/tmp/foo=/new   | /var/tmp/foo    | /var/tmp/foo",
        "/tmp/foo=/new   | tmp/foo         | tmp/foo",
        "/tmp/foo=/new   | /tmp            | /tmp",
        "/tmp/foo=/tmp/foo/bar | /tmp/foo/1 | /tmp/foo/bar/1",
        "/=/new          | /tmp/foo        | /new/tmp/foo",
        "/tmp/foo=/      | /tmp/foo/1      | /1",
        "/tmp/foo=/      | /tmp/foo        | /",
        "/a=/b/../c//d   | /a/1            | /b/../c//d/1",
        "/a\\=b=/c       | /a=b/1          | /c/1",
        "/a=/b\\=c       | /a/1            | /b=c/1",
        "/a\\\\b=/c      | /a\\b/1         | /c/1",
        "/a\\b=/c        | /a\\b/1         | /c/1",
        "/a\\\\=/c       | /a\\/1          | /c/1",
        "/a=/c\\         | /a/1            | /c\\/1",
      })
  void shouldReplaceWholeLeadingComponents(String rule, String path, String relocated) {
    assertThat(Relocation.of(List.of(rule)).apply(path)).isEqualTo(relocated);
  }

  @Test
  void shouldApplyTheFirstRuleThatMatchesAndNoOther() {
    Relocation relocation = Relocation.of(List.of("/a/b=/x", "/a=/y", "/x=/z", "/a/b/c=/never"));

    assertThat(relocation.apply("/a/b/c")).isEqualTo("/x/c");
    assertThat(relocation.apply("/a/c")).isEqualTo("/y/c");
    assertThat(relocation.apply("/x/c")).isEqualTo("/z/c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "/a=",
        "=/b",
        "a=/b",
        "/a=b",
        "/a=/b=/c",
        "/a\\=/b",
        "/a/=/b",
        "//a=/b",
        "/a/../b=/c",
        "/a/./b=/c",
        "/..=/c"
      })
  void shouldRefuseWhatIsNoRule(String rule) {
    assertThatThrownBy(() -> Relocation.of(List.of(rule)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("invalid relocation: '" + rule + "'");
  }

  @Test
  void shouldNameTheCanonicalPathWhenItIsAsked() {
    assertThatThrownBy(() -> Relocation.of(List.of("/a/../b//c/.=/d")))
        .hasMessageContaining("expected=/b/c");
  }

  @Test
  void shouldTakeSixteenRulesAndNotSeventeen() {
    assertThat(Relocation.of(Collections.nCopies(16, "/a=/b")).apply("/a")).isEqualTo("/b");
    assertThatThrownBy(() -> Relocation.of(Collections.nCopies(17, "/a=/b")))
        .hasMessageContaining("too many relocations: count=17, expected=16 at most");
  }

  @Test
  void shouldChangeNothingWithoutRules() {
    assertThat(Relocation.NONE.apply("/a")).isEqualTo("/a");
    assertThat(Relocation.NONE.isEmpty()).isTrue();
  }
}
