package dev.devsync.session;

import org.junit.jupiter.api.Test;

class DebianReactionsIT extends ContainerReactionsContract {

    DebianReactionsIT() {
        super("debian");
    }

    @Test
    void aLongStormEndsInOneGoodBuild() throws Exception {
        storm(600); // half a minute of it, in one place only
    }
}
