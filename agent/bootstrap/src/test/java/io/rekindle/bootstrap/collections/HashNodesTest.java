package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/** The other tests of this package look entries up by going over them, or run after this one. */
class HashNodesTest {

  @Test
  void shouldLookUpWithoutAccess() throws Exception {
    MethodHandles.Lookup trusted =
        MethodHandles.privateLookupIn(HashMap.class, MethodHandles.lookup());

    assertThat(Kinds.named("AccessOrder").check(0, 40)).isNull();
    assertThat(HashNodes.install(trusted)).isTrue();
    assertThat(Kinds.named("AccessOrder").check(0, 40)).isNull();
    assertThat(Kinds.named("EvictingByAccess").check(0, 40)).isNull();
  }

  @Test
  void shouldSayThatLookupIsNotTrusted() {
    assertThat(HashNodes.install(MethodHandles.publicLookup())).isFalse();
  }
}
