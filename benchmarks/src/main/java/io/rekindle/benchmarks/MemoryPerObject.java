package io.rekindle.benchmarks;

/**
 * The heap in use with a library, less that of a plain JVM that holds the same objects, divided by
 * their number. What the library has whatever it holds is a part of it.
 *
 * @param phase what fills the heap
 * @param objectsEach how many captured objects there are for each one that {@code --accounts}
 *     counts
 */
record MemoryPerObject(Phase phase, int objectsEach) implements Work.Procedure {

  @Override
  public Result run(Lab lab) throws Exception {
    Result plain = measured(lab.beside(ContenderKind.MEMORY));
    Result result = measured(lab);
    double addedBytes = result.number("heapBytes") - plain.number("heapBytes");
    double objectCount = objectsEach * (double) lab.options().number("accounts", 1);
    return result
        .put("plainHeapBytes", (long) plain.number("heapBytes"))
        .put("perObjectBytes", addedBytes / objectCount);
  }

  private Result measured(Lab lab) throws Exception {
    try (ChildJvm child = lab.startContestant(phase)) {
      return child.awaitResult(lab.results(), 1, lab.limitMs(), ChildJvm.Waiting.IDLY);
    }
  }
}
