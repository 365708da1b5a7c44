package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.Block;
import io.rekindle.Level;
import io.rekindle.Rekindle;
import io.rekindle.codec.store.BlockFile;
import io.rekindle.codec.store.NameFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Named blocks, with the agent's part and without it. */
class MappedBlocksTest {
  @TempDir private Path temporary;

  @Test
  void shouldReturnTheSameBytesUntilSomebodyDeletesThem() throws Exception {
    NameFolder folder = new NameFolder(temporary.resolve("bank"));
    MappedBlocks blocks = new MappedBlocks(folder);

    assertThat(blocks.get("a", 4096).getValue()).isTrue();
    blocks.get("a", 4096).getKey().put(0, (byte) 7);
    assertThat(blocks.get("a", 4096).getValue()).isFalse();
    assertThat(new MappedBlocks(folder).get("a", 4096).getKey().get(0)).isEqualTo((byte) 7);
    assertThatThrownBy(() -> blocks.get("a", 8192))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another size: name=a, size=4096, asked=8192. To change it, free");

    BlockFile.of(folder, "a").delete();
    assertThat(blocks.get("a", 8192).getValue()).isTrue();
    assertThat(blocks.free("a")).isTrue();
    assertThat(blocks.free("a")).isFalse();
  }

  @Test
  void shouldGiveAnInterruptedThreadItsBlock() {
    MappedBlocks blocks = new MappedBlocks(new NameFolder(temporary.resolve("bank")));
    Thread.currentThread().interrupt();

    assertThat(blocks.get("a", 4096).getKey().capacity()).isEqualTo(4096);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldSayWhyABlockCanNotBeStored() throws Exception {
    Files.createFile(temporary.resolve("bank"));
    MappedBlocks blocks = new MappedBlocks(new NameFolder(temporary.resolve("bank")));

    assertThatThrownBy(() -> blocks.get("a", 4096))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("block can't be stored: name=a, size=4096, file=");
  }

  @Test
  void shouldBeMemoryWithoutTheAgent() {
    Block first = Rekindle.block("of-this-test", 4097);
    first.bytes().putLong(0, 5);
    Block second = Rekindle.block("of-this-test", 8192);

    assertThat(first.isNew()).isTrue();
    assertThat(first.size()).isEqualTo(8192);
    assertThat(second.isNew()).isFalse();
    assertThat(second.bytes().getLong()).isEqualTo(5);
    second.force();
    assertThat(Rekindle.free("of-this-test")).isTrue();
    assertThat(Rekindle.free("of-this-test")).isFalse();
    assertThat(Rekindle.escalate(Level.GROUP, "nobody is there")).isFalse();
  }

  @Test
  void shouldRefuseWhatIsNoNameAndNoSize() {
    assertThatThrownBy(() -> Rekindle.block("a/b", 1)).hasMessageContaining("name=a/b, expected=");
    assertThatThrownBy(() -> Rekindle.block(null, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rekindle.free("")).isInstanceOf(IllegalArgumentException.class);
    for (long size : new long[] {0, -1, 1L << 31}) {
      assertThatThrownBy(() -> Rekindle.block("a", size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("size=" + size + ", expected=1 to 2147479552");
    }
  }
}
