package io.rekindle.agent.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Lambda expressions and method references of all forms; {@link #get} tells what they come to. */
public final class Lambdas implements Supplier<List<Object>> {

  private final String text = "text";
  private final List<Object> results = new ArrayList<>();

  /** Made by name, in a loader of its own. */
  public Lambdas() {}

  /** A superclass with a private method that its subclass has too. */
  private static class Upper {
    Supplier<String> upper() {
      return () -> name();
    }

    private String name() {
      return "upper";
    }
  }

  /** See there. */
  private static final class Lower extends Upper {
    Supplier<String> lower() {
      return this::name;
    }

    private String name() {
      return "lower";
    }
  }

  /** Has a method with a body that makes a lambda. */
  private interface Named {
    String name();

    default Supplier<String> greeting() {
      return () -> "hello " + name() + decorated(1);
    }

    private String decorated(int times) {
      return "!".repeat(times);
    }
  }

  @Override
  public List<Object> get() {
    long big = 1L << 40;
    double half = 0.5;
    Runnable noValue = () -> results.add("run");
    noValue.run();
    IntBinaryOperator sum = (a, b) -> a + b;
    results.add(sum.applyAsInt(1, 2));
    ToLongFunction<Integer> widened = Integer::intValue;
    results.add(widened.applyAsLong(7));
    ToDoubleFunction<String> length = String::length;
    results.add(length.applyAsDouble("four"));
    Function<Integer, Long> boxed = n -> n + big;
    results.add(boxed.apply(3));
    IntFunction<int[]> array = int[]::new;
    results.add(array.apply(3).length);
    Function<String, StringBuilder> made = StringBuilder::new;
    results.add(made.apply(text).reverse().toString());
    BiFunction<String, Integer, Character> unbound = String::charAt;
    results.add(unbound.apply("abc", 1));
    Supplier<Integer> bound = text::length;
    results.add(bound.get());
    Supplier<Double> captured = () -> big * half + text.length();
    results.add(captured.get());
    results.add(new Lower().upper().get() + new Lower().lower().get());
    Named named = () -> "you";
    results.add(named.greeting().get());
    results.add(constant() == constant());
    Function<Integer, Function<Integer, Integer>> curried = a -> b -> a - b;
    results.add(curried.apply(9).apply(4));
    return results;
  }

  private static Runnable constant() {
    return () -> {};
  }
}
