package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SectionsTest {

  private final AtomicInteger commits = new AtomicInteger();

  @BeforeEach
  void installEngine() {
    Hooks.install(
        new Engine() {
          @Override
          public void commit() {
            commits.incrementAndGet();
          }

          @Override
          public void constructed(Object holder) {}

          @Override
          public void initialized(Class<?> type) {}
        });
  }

  @AfterEach
  void removeEngine() {
    Hooks.install(null);
  }

  @Test
  void shouldNotCommitAfterSingleChange() {
    assertThat(Sections.enterChange()).isTrue();
    assertThat(Sections.enterChange()).isFalse();
    assertThat(Sections.isInside()).isTrue();
    Sections.exitChange();
    Sections.exitChange();

    assertThat(Sections.isInside()).isFalse();
    assertThat(commits).hasValue(0);
  }

  @Test
  void shouldCommitSectionInsideChangeWhenChangeEnds() {
    Sections.enterChange();
    Sections.enter();
    Sections.exit();
    assertThat(commits).hasValue(0);
    Sections.exitChange();

    assertThat(commits).hasValue(1);
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void shouldJoinChangeToSection() {
    Sections.enter();
    assertThat(Sections.enterChange()).isFalse();
    Sections.exitChange();
    assertThat(commits).hasValue(0);
    Sections.exit();

    assertThat(commits).hasValue(1);
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void shouldKeepCaptureOutDuringChange() {
    Sections.enterChange();
    assertThat(isEmpty()).isFalse();
    Sections.exitChange();
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void shouldLetCapturingThreadChange() {
    assertThat(Sections.GATE.close(TimeUnit.SECONDS.toNanos(1))).isTrue();
    try {
      Sections.enterChange();
      Sections.exitChange();
    } finally {
      Sections.GATE.open();
    }
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void shouldRememberThatChangeWentOnWithoutGate() throws Exception {
    AtomicInteger ungatedCount = new AtomicInteger();
    CountDownLatch goesOn = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              Sections.enterChange();
              goesOn.countDown();
              // Passes the gate as soon as it is open again.
              Sections.enter();
              Sections.exit();
              ungatedCount.addAndGet(Sections.isUngated() ? 1 : 0);
              Sections.exitChange();
              ungatedCount.addAndGet(Sections.isUngated() ? 1 : 0);
            });
    assertThat(Sections.GATE.close(TimeUnit.SECONDS.toNanos(1))).isTrue();
    try {
      other.start();
      goesOn.await();
    } finally {
      Sections.GATE.open();
    }
    other.join();

    assertThat(ungatedCount).hasValue(1);
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void shouldGoOnWhenCaptureWaitsForChangingThread() throws Exception {
    Thread other = new Thread(SectionsTest::change);
    assertThat(Sections.GATE.close(TimeUnit.SECONDS.toNanos(1))).isTrue();
    try {
      other.start();
      other.join();
    } finally {
      Sections.GATE.open();
    }
    assertThat(isEmpty()).isTrue();
  }

  private static void change() {
    Sections.enterChange();
    Sections.exitChange();
  }

  /** Whether nobody is inside the gate. */
  private static boolean isEmpty() {
    boolean empty = Sections.GATE.close(0);
    if (empty) {
      Sections.GATE.open();
    }
    return empty;
  }
}
