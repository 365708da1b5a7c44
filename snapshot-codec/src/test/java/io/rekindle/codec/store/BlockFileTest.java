package io.rekindle.codec.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
  @TempDir private Path temporary;
  private NameFolder folder;

  @BeforeEach
  void prepare() {
    folder = new NameFolder(temporary.resolve("bank"));
  }

  @Test
  void shouldMakeItOnceAndFindItAgain() throws Exception {
    BlockFile file = BlockFile.of(folder, "scratch");
    assertThat(BlockFile.list(folder)).isEmpty();

    BlockFile.Mapped made = file.map(1 << 20);
    made.bytes().putInt(1_000_000, 42);
    BlockFile.Mapped found = BlockFile.of(folder, "scratch").map(4096);

    assertThat(made.isNew()).isTrue();
    assertThat(made.bytes().capacity()).isEqualTo(1 << 20);
    assertThat(found.isNew()).isFalse();
    assertThat(found.bytes().getInt(1_000_000)).isEqualTo(42);
    assertThat(file.is(made)).isTrue();
    assertThat(BlockFile.list(folder)).extracting(BlockFile::name).containsExactly("scratch");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldBeAnotherOneAfterItWasDeleted() throws Exception {
    BlockFile file = BlockFile.of(folder, "scratch");
    BlockFile.Mapped old = file.map(4096);

    assertThat(file.delete()).isTrue();
    assertThat(file.delete()).isFalse();
    assertThat(file.is(old)).isFalse();
    old.bytes().putInt(0, 1);
    BlockFile.Mapped next = file.map(8192);

    assertThat(next.isNew()).isTrue();
    assertThat(next.bytes().capacity()).isEqualTo(8192);
    assertThat(next.bytes().getInt(0)).isZero();
    assertThat(file.is(old)).isFalse();
  }

  @Test
  void shouldDeleteWhatWasLeftUnfinishedAndNothingElse() throws Exception {
    BlockFile.deleteUnfinished(folder);
    BlockFile.of(folder, "scratch").map(4096);
    Path unfinished = Files.write(folder.blocks().resolve("half.block.tmp"), new byte[100]);
    Path other = Files.write(folder.blocks().resolve("notes.tmp"), new byte[100]);

    BlockFile.deleteUnfinished(folder);

    assertThat(unfinished).doesNotExist();
    assertThat(other).exists();
    assertThat(BlockFile.list(folder)).extracting(BlockFile::name).containsExactly("scratch");
  }

  @Test
  void shouldTakeNoUnfinishedFileForABlock() throws Exception {
    BlockFile.of(folder, "scratch").map(4096);
    Files.write(folder.blocks().resolve("half.block.tmp"), new byte[100]);
    Files.write(folder.blocks().resolve("odd.block"), new byte[100]);

    assertThat(BlockFile.of(folder, "half").map(4096).isNew()).isTrue();
    assertThatThrownBy(() -> BlockFile.of(folder, "odd").map(4096))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a block: bytes=100");
    assertThatThrownBy(() -> BlockFile.of(folder, "../owner"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a name of a block: name=../owner");
  }
}
