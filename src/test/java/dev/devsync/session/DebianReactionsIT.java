package dev.devsync.session;

class DebianReactionsIT extends ContainerReactionsContract {
    DebianReactionsIT() {
        super("debian");
    }
}
