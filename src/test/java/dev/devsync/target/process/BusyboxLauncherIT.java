package dev.devsync.target.process;

class BusyboxLauncherIT extends ExecLauncherContract {
    BusyboxLauncherIT() {
        super("busybox");
    }
}
