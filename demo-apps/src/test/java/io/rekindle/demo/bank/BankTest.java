package io.rekindle.demo.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BankTest {

  @Test
  void shouldMoveMoneyAndCountTransfer() {
    Bank bank = open(2);
    bank.move(0, 1, 30);
    bank.move(1, 0, 10);

    assertThat(bank.audit()).isEqualTo(new Bank.Audit(200, 200, 2));
  }

  @Test
  void shouldKeepAccountsWhenOpenedAgain() {
    Bank bank = open(2);
    bank.open(5, 7);

    assertThat(bank.size()).isEqualTo(2);
    assertThat(bank.audit().expected()).isEqualTo(200);
  }

  @Test
  void shouldNameAccountWhenThereIsNone() {
    assertThatThrownBy(() -> open(2).move(0, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id=2");
  }

  @Test
  void shouldHaveNoAuditAfterRestoreWhenNothingWasRestored() {
    assertThat(open(2).afterRestore()).isNull();
  }

  @Test
  void shouldKeepSumWhenThreadsCompete() throws InterruptedException {
    Bank bank = open(10);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(i);
      Thread thread =
          new Thread(
              () -> {
                for (int transfer = 0; transfer < 20_000; transfer++) {
                  int from = random.nextInt(10);
                  bank.move(from, (from + 1 + random.nextInt(9)) % 10, random.nextInt(100));
                }
              });
      threads.add(thread);
      thread.start();
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      assertThat(bank.audit().isBalanced()).isTrue();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(bank.audit()).isEqualTo(new Bank.Audit(1_000, 1_000, 80_000));
  }

  private static Bank open(int accounts) {
    Bank bank = new Bank();
    bank.open(accounts, 100);
    return bank;
  }
}
