package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.Json;
import org.junit.jupiter.api.Test;

class InspectionTextTest {

  @Test
  void shouldListWhatIsUnclaimedAndSetAside() {
    ObjectNode facts = Json.object().put("name", "bank").put("folder", "/s/bank").put("pid", 7);
    facts.put("sequence", 3).put("nodes", 5);
    facts.putObject("restart").put("commits", 3).put("snapshot", 0).put("commitBytes", 2048);
    facts.put("unclaimedCount", 1).putArray("unclaimedRoots").add("com.acme.Session[3]");
    facts.putArray("setAside").add("/s/bank/set-aside/before-upgrade-1");

    assertThat(InspectionText.of(facts))
        .contains(
            """

            roots that the running application has not claimed, 1
            com.acme.Session[3]

            set aside
            /s/bank/set-aside/before-upgrade-1
            """);
  }
}
