package io.rekindle.agent.dist.apps;

public final class HelloApp {

  private HelloApp() {}

  public static void main(String[] args) throws Exception {
    System.out.println("hello");
    if (args.length > 0) {
      Thread.currentThread().join();
    }
  }
}
