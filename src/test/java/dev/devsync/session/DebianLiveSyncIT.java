package dev.devsync.session;

class DebianLiveSyncIT extends LiveSyncContract {
    @Override
    String image() {
        return "debian";
    }

    @Override
    String time() {
        return "2023-11-14 22:13:20.123456789";
    }
}
