package io.rekindle.agent.restore;

import java.util.List;

/** Knows which classes of the application say, by {@code @FormerName}, what they were called. */
public interface FormerNames {

  /**
   * The classes that were called {@code formerName}, by their own word.
   *
   * @param formerName a binary name, {@code com.acme.Bank$Konto}
   * @return binary names, sorted; empty if there is none
   */
  List<String> claimants(String formerName);
}
