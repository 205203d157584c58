package dev.devsync.session;

class BusyboxLiveSyncIT extends LiveSyncContract {
    @Override
    String image() {
        return "busybox";
    }

    @Override
    String time() {
        return "2023-11-14 22:13:21";
    }
}
