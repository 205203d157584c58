package dev.devsync.session;

class BusyboxReactionsIT extends ContainerReactionsContract {
    BusyboxReactionsIT() {
        super("busybox");
    }
}
