package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.Target;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.Transferable;

/// The contract in a container of the image debian.
class DebianTargetIT extends ExecTargetContract {

    /// The real find, asked to delete a link after it has read the link's length and before it reads where it points.
    private static final String FIND_THAT_DELETES = """
            #!/bin/bash
            arguments=()
            for argument; do
              if [ "$argument" = '(' ] && [ -z "$done" ]; then
                done=1
                arguments+=('(' -name doomed -size -9 -exec rm {} ';' -false ')' ,)
              fi
              arguments+=("$argument")
            done
            exec /usr/bin/find "${arguments[@]}"
            """;

    @Override
    String image() {
        return "debian";
    }

    /// Found when a target was emptied while it was listed: find had told the link's length and had nothing to follow
    /// it
    /// with, and the agent's next answers were taken for the rest.
    @Test
    void aLinkThatGoesWhileItIsListedIsGone() throws Exception {
        var fixture = fixture();
        fixture.host
                .link("doomed", "somewhere/far/away/longer/than/what/follows")
                .file("a", "a");
        fixture.pushAll();
        container().copyFileToContainer(Transferable.of(FIND_THAT_DELETES, 0755), "/usr/local/bin/find");
        try {
            var listed = fixture.target.list(List.of(RelativePath.ROOT)).orElseThrow();
            assertThat(listed).containsOnlyKeys(RelativePath.ROOT, RelativePath.of("a"));
            inTarget("ln -s somewhere/far/away/longer/than/what/follows doomed");
            try (Target another = connect(SyncMode.ONE_WAY_SAFE)) { // the first one's shell knows where find was
                assertThat(another.scan().present().names()).containsExactly("a");
                another.check();
            }
        } finally {
            inTarget("rm /usr/local/bin/find");
        }
    }
}
