package io.rekindle.benchmarks;

/**
 * The heap in use with a library, less that of a plain JVM that holds the same objects, divided by
 * their number. What the library has whatever it holds is a part of it; what each further object
 * takes is measured with half as many objects besides.
 *
 * @param phase what fills the heap
 * @param objectsEach how many captured objects there are for each one that {@code --accounts}
 *     counts
 */
record MemoryPerObject(Phase phase, int objectsEach) implements Work.Procedure {

  @Override
  public Result run(Lab lab) throws Exception {
    long accountCount = lab.options().number("accounts", 1);
    long furtherCount = accountCount / 2;
    Result half = added(lab.withAccounts(accountCount - furtherCount));
    Result whole = added(lab);
    double furtherBytes = whole.number("addedBytes") - half.number("addedBytes");
    return whole
        .put("perObjectBytes", whole.number("addedBytes") / (objectsEach * (double) accountCount))
        .put("perFurtherObjectBytes", furtherBytes / (objectsEach * (double) furtherCount));
  }

  private Result added(Lab lab) throws Exception {
    Result plain = measured(lab.beside(ContenderKind.MEMORY));
    Result result = measured(lab);
    double addedBytes = result.number("heapBytes") - plain.number("heapBytes");
    return result
        .put("plainHeapBytes", (long) plain.number("heapBytes"))
        .put("addedBytes", addedBytes);
  }

  private Result measured(Lab lab) throws Exception {
    try (ChildJvm child = lab.startContestant(phase)) {
      return child.awaitResult(lab.results(), 1, lab.limitMs(), ChildJvm.Waiting.IDLY);
    }
  }
}
